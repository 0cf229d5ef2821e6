package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.TcpProxy;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/**
 * A replay comes as fast as the client takes it, whole and in order, however large it is and whatever is sent meanwhile; it
 * makes nobody a slow consumer. So with every engine.
 */
abstract class ReplayOfAnySize {

    private static final int TWENTY_MEGABITS = 20_000_000 / 8;
    private static final int LIVE = 30;
    private static final String END = "end";

    /** The application with these endpoints. */
    static QuarkusUnitTest application() {
        return new QuarkusUnitTest()
                .withApplicationRoot(
                        root -> root.addClasses(ReplayOfAnySize.class, One.class, Two.class, Many.class, NarrowSockets.class,
                                OwnRedis.class))
                .overrideRuntimeConfigKey("quarkus.channel-box.history.max-bytes", "4M")
                .overrideRuntimeConfigKey("quarkus.channel-box.history.size", "1000")
                .overrideRuntimeConfigKey("quarkus.channel-box.replay", "100")
                .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false")
                .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"drop-{id}\".slow-consumer", "drop");
    }

    @WebSocket(path = "/one/{policy}")
    @ChannelGroup("{policy}-0")
    public static class One {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/two/{policy}")
    @ChannelGroup("{policy}-0")
    @ChannelGroup("{policy}-1")
    public static class Two {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/many/{policy}")
    public static class Many {

        @Inject
        ChannelBox channelBox;

        @OnTextMessage
        void join(String groups, WebSocketConnection connection) {
            for (int i = 0; i < Integer.parseInt(groups); i++) {
                channelBox.group(connection.pathParam("policy") + "-" + i).join(connection, JoinOptions.defaults().replay(50));
            }
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void forget() {
        await().until(() -> channelBox.local().groups().isEmpty());
        channelBox.flushHistory().await().indefinitely();
    }

    /** What a client gets, and how it closes. */
    private static final class Member {

        private final AutoCloseable client;
        private final Supplier<String> messages;
        private final boolean isTold;
        private final Set<String> joined = new HashSet<>();
        private final CountDownLatch hasBegun = new CountDownLatch(1);
        private final AtomicInteger received = new AtomicInteger();

        Member(WsClient client, String opening) {
            this.client = client;
            this.messages = client::next;
            this.isTold = false;
            if (opening != null) {
                client.send(opening);
            }
        }

        Member(ProtocolClient client, String opening) {
            this.client = client;
            this.messages = () -> data(client);
            this.isTold = true;
            if (opening != null) {
                client.send(opening);
            }
        }

        /** The next message, which comes after that its group was joined; an offset is larger than the one before. */
        private String data(ProtocolClient from) {
            for (JsonNode frame = from.next();; frame = from.next()) {
                String group = frame.get("group").asText();
                if (frame.get("type").asText().equals("message")) {
                    assertTrue(joined.contains(group), () -> "A message of " + group + " before it was joined");
                    return frame.get("data").asText();
                }
                assertEquals("joined", frame.get("type").asText(), frame::toString);
                assertTrue(joined.add(group), () -> group + " was joined twice");
            }
        }

        /** By group, what comes before the end of each. */
        Map<String, List<String>> readAll(int groups) {
            Map<String, List<String>> byGroup = new HashMap<>();
            for (int ended = 0; ended < groups;) {
                String[] words = messages.get().split(" ");
                byGroup.putIfAbsent(words[0], new ArrayList<>());
                if (words[1].equals(END)) {
                    ended++;
                } else {
                    byGroup.get(words[0]).add(words[1]);
                }
                received.incrementAndGet();
                hasBegun.countDown();
            }
            assertEquals(isTold ? groups : 0, joined.size());
            return byGroup;
        }
    }

    /** A plain client and one of the subprotocol, each where the slow are disconnected and where messages are dropped. */
    private List<Member> open(URI at, String kind, String opening) {
        List<Member> members = new ArrayList<>();
        for (String policy : List.of("close", "drop")) {
            members.add(new Member(WsClient.open(at, "/" + kind + "/" + policy), opening));
            members.add(new Member(ProtocolClient.open(at, "/" + kind + "/" + policy), opening));
        }
        return members;
    }

    private void store(int groups, int messages, int bytes) {
        String padding = " " + "x".repeat(bytes);
        for (String policy : List.of("close", "drop")) {
            for (int g = 0; g < groups; g++) {
                String name = policy + "-" + g;
                for (int i = 0; i < messages; i++) {
                    channelBox.group(name).sendAndAwait(name + " m" + i + padding, SendOptions.saveHistory());
                }
            }
        }
    }

    private void send(int groups, String text, boolean store) {
        for (String policy : List.of("close", "drop")) {
            for (int g = 0; g < groups; g++) {
                String name = policy + "-" + g;
                channelBox.group(name).sendAndAwait(name + " " + text, SendOptions.defaults().saveHistory(store));
            }
        }
    }

    /** Everybody gets what is stored, then what is sent while it comes, each where it belongs. */
    private void assertAllComes(URI at, String kind, String opening, int groups, int messages) throws Exception {
        List<Member> members = open(at, kind, opening);
        List<CompletableFuture<Map<String, List<String>>>> reads = new ArrayList<>();
        for (Member member : members) {
            CompletableFuture<Map<String, List<String>>> read = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                try {
                    read.complete(member.readAll(groups));
                } catch (Throwable e) {
                    read.completeExceptionally(e);
                    member.hasBegun.countDown();
                }
            });
            reader.setDaemon(true);
            reader.start();
            reads.add(read);
        }
        await().until(() -> IntStream.range(0, groups).allMatch(g -> channelBox.group("close-" + g).local().size() == 2
                && channelBox.group("drop-" + g).local().size() == 2));
        for (Member member : members) {
            member.hasBegun.await();
        }
        for (int i = 0; i < LIVE; i++) {
            send(groups, "l" + i, i % 3 != 0);
        }
        System.out.printf("ReplayOfAnySizeTest: %s: live messages after %s of %d%n", kind,
                members.stream().map(member -> member.received.get()).toList(), messages * groups);
        send(groups, END, false);
        List<String> expected = new ArrayList<>(IntStream.range(0, messages).mapToObj(i -> "m" + i).toList());
        IntStream.range(0, LIVE).forEach(i -> expected.add("l" + i));
        for (int i = 0; i < members.size(); i++) {
            Map<String, List<String>> byGroup = reads.get(i).join();
            assertEquals(groups, byGroup.size());
            byGroup.forEach((group, seen) -> assertEquals(expected, seen, group));
            members.get(i).client.close();
        }
    }

    private void assertAllComes(boolean paced, String kind, String opening, int groups, int messages) throws Exception {
        if (paced) {
            try (TcpProxy network = TcpProxy.to(base)) {
                network.pace(TWENTY_MEGABITS);
                assertAllComes(network.uri(), kind, opening, groups, messages);
            }
        } else {
            assertAllComes(base, kind, opening, groups, messages);
        }
    }

    @Test
    void fourMegabytesOverASlowNetwork() throws Exception {
        store(1, 100, 40_000);
        assertAllComes(true, "one", null, 1, 100);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void twoGroupsOfAnEndpoint(boolean paced) throws Exception {
        store(2, 100, 10_400);
        assertAllComes(paced, "two", null, 2, 100);
    }

    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void manyGroupsByHand(boolean paced) throws Exception {
        store(40, 50, 1024);
        assertAllComes(paced, "many", "40", 40, 50);
    }
}
