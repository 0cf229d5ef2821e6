package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A new member gets the newest stored messages and then the live ones: no gap, nothing twice, whatever is sent meanwhile. */
class ReplayTest {

    private static final int REPLAY = 20;
    private static final int JOINS = 150;
    private static final int BURST = 10;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Quiet.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.replay", String.valueOf(REPLAY))
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"quiet-{room}\".replay", "0");

    @WebSocket(path = "/room/{room}")
    @ChannelGroup("room-{room}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/quiet/{room}")
    @ChannelGroup("quiet-{room}")
    public static class Quiet {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @Test
    void replaysTheNewestOldestFirst() {
        Group group = channelBox.group("room-newest");
        for (int i = 0; i < 30; i++) {
            group.sendAndAwait("m" + i, SendOptions.saveHistory());
        }
        group.sendAndAwait("not stored");
        try (WsClient client = WsClient.open(base, "/room/newest")) {
            group.sendAndAwait("live");
            List<String> expected = new ArrayList<>();
            for (int i = 10; i < 30; i++) {
                expected.add("m" + i);
            }
            expected.add("live");
            assertEquals(expected, client.next(expected.size()));
        }
    }

    @Test
    void aTemplateCanTurnItOff() {
        channelBox.group("quiet-one").sendAndAwait("before", SendOptions.saveHistory());
        try (WsClient client = WsClient.open(base, "/quiet/one")) {
            channelBox.group("quiet-one").sendAndAwait("after");
            assertEquals("after", client.next());
        }
    }

    /**
     * A publisher numbers its messages; every third is not stored. Whoever joins must see the numbers without a gap from its
     * first live message on, and before it every stored one of the last twenty.
     */
    @Test
    void joinsWhileMessagesAreSentHaveNoGapAndNothingTwice() {
        Group group = channelBox.group("room-busy");
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        // It is never far ahead of what one member has read, since nothing else holds it back.
        WsClient pace = WsClient.open(base, "/room/busy");
        CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                for (int i = 0; i < BURST; i++) {
                    int number = sent.getAndIncrement();
                    group.sendAndAwait(String.valueOf(number), SendOptions.defaults().saveHistory(number % 3 != 0));
                }
                pace.next(BURST);
            }
        });
        List<WsClient> clients = new ArrayList<>();
        for (int i = 0; i < JOINS; i++) {
            clients.add(WsClient.open(base, "/room/busy"));
        }
        done.set(true);
        publisher.join();
        group.sendAndAwait("end");
        for (WsClient client : clients) {
            assertIsSeamless(client, sent.get());
            client.close();
        }
        pace.close();
    }

    private static void assertIsSeamless(WsClient client, int sent) {
        List<Integer> seen = new ArrayList<>();
        for (String message = client.next(); !message.equals("end"); message = client.next()) {
            seen.add(Integer.parseInt(message));
        }
        // As long as unstored ones are missing it is the replay.
        int live = seen.size();
        for (int expected = sent - 1; live > 0 && seen.get(live - 1) == expected; live--) {
            expected--;
        }
        List<Integer> replayed = seen.subList(0, live);
        assertTrue(replayed.size() <= REPLAY, () -> "replayed " + replayed);
        int next = live == seen.size() ? sent : seen.get(live);
        List<Integer> expected = new ArrayList<>();
        for (int number = next - 1; number >= 0 && expected.size() < replayed.size(); number--) {
            if (number % 3 != 0) {
                expected.add(0, number);
            }
        }
        assertEquals(expected, replayed, () -> "before " + next + " of " + sent);
    }
}
