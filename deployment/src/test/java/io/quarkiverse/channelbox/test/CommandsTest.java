package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.HistoryMode;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.PublishRequest;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.security.ForbiddenException;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Clients join, leave and publish over the one socket, where the endpoint lets them. */
class CommandsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Rooms.class, Closed.class, Decider.class, Seen.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-groups-per-connection", "5")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-commands-per-connection", "3")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"small-{room}\".max-channels-per-group", "1")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/rooms/{tenant}")
    @ChannelGroup("lobby-{tenant}")
    @ChannelGroup(value = "room-{tenant}-{room}", join = JoinMode.ON_REQUEST, publish = PublishMode.MEMBERS, history = HistoryMode.ALWAYS)
    @ChannelGroup(value = "read-{room}", join = JoinMode.ON_REQUEST)
    @ChannelGroup(value = "small-{room}", join = JoinMode.ON_REQUEST)
    @ChannelGroup(value = "key-{query:key}-{room}", join = JoinMode.ON_REQUEST)
    public static class Rooms {

        @Inject
        Seen seen;

        @OnTextMessage
        void seen(String text) {
            seen.texts.add(text);
        }
    }

    @WebSocket(path = "/closed")
    public static class Closed {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Singleton
    public static class Seen {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    }

    @Singleton
    public static class Decider implements GroupAuthorizer {

        volatile CompletableFuture<Boolean> later;

        @Override
        public Uni<Boolean> mayJoin(JoinRequest request) {
            if (request.template().equals("read-{room}")
                    && !request.group().equals("read-" + request.pathParam("room").get())) {
                return Uni.createFrom().failure(new IllegalStateException(request.pathParam("room").get()));
            }
            return switch (request.group()) {
                case "read-secret" -> Uni.createFrom().item(false);
                case "read-broken" -> throw new IllegalStateException("broken\n\u001b[31m");
                case "read-later" -> Uni.createFrom().completionStage(later);
                default -> Uni.createFrom().item(true);
            };
        }

        @Override
        public Uni<Boolean> mayPublish(PublishRequest request) {
            return request.event().orElse("").equals("forbidden")
                    ? Uni.createFrom().failure(new ForbiddenException())
                    : Uni.createFrom().item(!request.event().orElse("").equals("no")
                            && request.pathParam("tenant").equals(java.util.Optional.of("a"))
                            && request.template().equals("room-{tenant}-{room}"));
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Decider decider;

    @Inject
    Seen seen;

    @Inject
    Groups groups;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> groups.connections().isEmpty() && channelBox.local().groups().isEmpty());
        channelBox.flushHistory().await().indefinitely();
        assertEquals(List.of(), List.copyOf(seen.texts), "no command reaches the endpoint");
    }

    private ProtocolClient open() {
        ProtocolClient client = ProtocolClient.open(base, "/rooms/a");
        assertEquals("lobby-a", client.next().get("group").asText());
        return client;
    }

    private static void assertError(int code, JsonNode reply) {
        assertEquals("reply", reply.get("type").asText());
        assertEquals(code, reply.at("/error/code").asInt(), reply::toString);
    }

    private static JsonNode answer(ProtocolClient client, String command, Object... members) {
        return client.answerTo(client.ask(command, members));
    }

    @Test
    void joinsAndLeaves() {
        try (ProtocolClient client = open()) {
            JsonNode joined = answer(client, "join", "group", "room-a-1");
            assertEquals("joined", joined.get("type").asText());
            assertTrue(joined.has("id"), joined::toString);
            assertFalse(joined.has("recovered"));
            channelBox.group("room-a-1").sendAndAwait("hi");
            assertEquals("hi", client.next().get("data").asText());
            JsonNode left = answer(client, "leave", "group", "room-a-1");
            assertEquals("left", left.get("type").asText());
            assertEquals("left", left.get("reason").asText());
            assertEquals(Set.of("lobby-a"), channelBox.local().groups().keySet());
            assertEquals("left", answer(client, "leave", "group", "room-a-1").get("type").asText(), "as often as it likes");
        }
    }

    /** It does not wait for the answers: the join is answered before the leave, also if nobody had asked the log by then. */
    @Test
    void joinsAndLeavesAtOnce() {
        try (ProtocolClient client = open()) {
            for (int i = 0; i < 20; i++) {
                long join = client.ask("join", "group", "room-a-1");
                long again = client.ask("join", "group", "room-a-1");
                long leave = client.ask("leave", "group", "room-a-1");
                assertEquals("joined", client.answerTo(join).get("type").asText());
                assertEquals("joined", client.answerTo(again).get("type").asText());
                assertEquals("left", client.answerTo(leave).get("type").asText());
            }
            long join = client.ask("join", "group", "room-a-2", "after", "epoch:1:signature");
            client.ask("leave", "group", "room-a-2");
            assertFalse(client.answerTo(join).get("recovered").asBoolean(true));
        }
    }

    @Test
    void goesOnAfterAPosition() {
        String first = channelBox.group("room-a-1").sendAndAwait(1).id().orElseThrow();
        channelBox.group("room-a-1").sendAndAwait(2);
        String third = channelBox.group("room-a-1").sendAndAwait(3).id().orElseThrow();
        try (ProtocolClient client = open()) {
            for (String nonsense : List.of("x", "", ":", "a:b", "a:-")) {
                client.send("{\"channelbox\":\"join\",\"ref\":9,\"group\":\"room-a-1\",\"after\":\"" + nonsense + "\"}");
                assertError(400, client.next());
            }
            JsonNode joined = answer(client, "join", "group", "room-a-1", "after", first);
            assertTrue(joined.get("recovered").asBoolean());
            assertEquals(first, joined.get("id").asText());
            assertEquals(2, client.next().get("data").asInt());
            assertEquals(3, client.next().get("data").asInt());
            JsonNode again = answer(client, "join", "group", "room-a-1");
            assertEquals(third, again.get("id").asText(), "it is a member already, and has everything");
            assertFalse(again.has("recovered"));
        }
    }

    @Test
    void publishes() throws IOException {
        try (ProtocolClient client = open(); ProtocolClient other = open(); WsClient plain = WsClient.open(base, "/rooms/a")) {
            answer(client, "join", "group", "room-a-1");
            answer(other, "join", "group", "room-a-1");
            long ref = client.ask("publish", "group", "room-a-1", "event", "said", "data", "\u4f60\ud83d\ude00");
            JsonNode message = other.next();
            assertEquals("\u4f60\ud83d\ude00", message.get("data").asText());
            assertEquals("said", message.get("event").asText());
            assertEquals(message.get("id"), client.answerTo(ref).get("id"));
            JsonNode twice = answer(client, "publish", "group", "room-a-1", "data", 1, "key", "k");
            assertEquals(twice.get("id"), answer(client, "publish", "group", "room-a-1", "data", 1, "key", "k").get("id"));
            assertEquals(1, other.next().get("data").asInt());
            answer(client, "publish", "group", "room-a-1", "data", 2);
            assertEquals(2, other.next().get("data").asInt(), "what has a key comes once");
            assertEquals(0, plain.waiting());
        }
    }

    @Test
    void isRefusedWhatTheEndpointDoesNotLetItDo() {
        try (ProtocolClient client = open()) {
            assertError(403, answer(client, "join", "group", "other"));
            assertError(403, answer(client, "join", "group", "lobby-a"));
            assertError(403, answer(client, "join", "group", "room-b-1"));
            assertError(403, answer(client, "join", "group", "room-a-"));
            assertError(403, answer(client, "join", "group", "read-secret"));
            assertError(500, answer(client, "join", "group", "read-broken"));
            assertError(400, answer(client, "join", "group", "key-1-2"));
            assertError(400, answer(client, "join", "group", "a b"));
            assertError(400, answer(client, "join", "group", "x".repeat(201)));
            assertError(400, answer(client, "join", "group", "..\u202e"));
            assertError(403, answer(client, "publish", "group", "room-a-1", "data", 1));
            answer(client, "join", "group", "room-a-1");
            assertError(403, answer(client, "publish", "group", "room-a-1", "data", 1, "event", "no"));
            assertError(403, answer(client, "publish", "group", "room-a-1", "data", 1, "event", "forbidden"));
            answer(client, "join", "group", "read-1");
            assertError(403, answer(client, "publish", "group", "read-1", "data", 1));
            assertError(403, answer(client, "publish", "group", "lobby-a", "data", 1));
            assertError(404, answer(client, "event", "event", "none", "data", 1));
        }
        try (ProtocolClient client = ProtocolClient.open(base, "/closed")) {
            assertError(403, answer(client, "join", "group", "room-a-1"));
        }
        try (ProtocolClient client = ProtocolClient.open(base, "/rooms/a?key=1")) {
            client.next();
            assertEquals("joined", answer(client, "join", "group", "key-1-2").get("type").asText());
            assertError(403, answer(client, "join", "group", "key-2-2"));
        }
    }

    @Test
    void groupsAreLimited() {
        try (ProtocolClient client = open(); ProtocolClient other = open()) {
            for (int i = 1; i < 5; i++) {
                assertEquals("joined", answer(client, "join", "group", "read-" + i).get("type").asText());
            }
            assertError(429, answer(client, "join", "group", "read-5"));
            assertEquals("joined", answer(client, "join", "group", "read-4").get("type").asText());
            answer(client, "leave", "group", "read-4");
            assertEquals("joined", answer(client, "join", "group", "small-1").get("type").asText());
            assertError(503, answer(other, "join", "group", "small-1"));
        }
    }

    @Test
    void commandsUnderWayAreLimited() {
        decider.later = new CompletableFuture<>();
        try (ProtocolClient client = open()) {
            long first = client.ask("join", "group", "read-later");
            client.command("join", "ref", first, "group", "read-2");
            assertError(400, client.answerTo(first));
            long second = client.ask("join", "group", "read-later");
            long third = client.ask("join", "group", "read-later");
            assertError(429, answer(client, "join", "group", "read-2"));
            decider.later.complete(true);
            Set<Long> joined = new HashSet<>();
            for (JsonNode frame : client.next(3)) {
                assertEquals("joined", frame.get("type").asText());
                joined.add(frame.get("ref").asLong());
            }
            assertEquals(Set.of(first, second, third), joined);
            assertEquals("joined", answer(client, "join", "group", "read-2").get("type").asText());
        }
    }

    @Test
    void anAuthorizerMayDecideAfterTheEnd() {
        decider.later = new CompletableFuture<>();
        try (ProtocolClient client = open()) {
            client.ask("join", "group", "read-later");
            await().until(() -> decider.later.getNumberOfDependents() > 0);
        }
        await().until(() -> groups.connections().isEmpty());
        decider.later.complete(true);
        assertEquals(Set.of(), channelBox.local().groups().keySet());
    }

    @Test
    void whatIsMalformedGetsAnErrorAndTheConnectionStays() {
        try (ProtocolClient client = open()) {
            for (String text : List.of("{\"channelbox\":", "{\"channelbox\":}",
                    "{\"channelbox\":\"join\",\"group\":\"read-1\"}",
                    "{\"channelbox\":{\"a\":1},\"ref\":1}", "{\"channelbox\":\"" + "x".repeat(60_000) + "\"}",
                    "{\"channelbox\":" + "[".repeat(60_000), "{\"channelbox\":\"join\",\"ref\":1,\"group\":\"\u0000\n\"}")) {
                client.send(text);
                assertError(400, client.next());
            }
            client.sendInParts("{\"chan", "", "nelbox\":\"join\",\"re", "f\":77,\"group\":\"read-1\"}");
            assertEquals("joined", client.answerTo(77).get("type").asText());
        }
    }

    @Test
    void aCommandInPartsIsBounded() {
        try (ProtocolClient client = open()) {
            String[] parts = new String[10];
            parts[0] = "{\"channelbox\":\"publish\",\"ref\":77,\"data\":\"";
            for (int i = 1; i < parts.length; i++) {
                parts[i] = "x".repeat(60_000);
            }
            client.sendInParts(parts);
            assertError(413, client.answerTo(77));
            assertEquals("joined", answer(client, "join", "group", "read-1").get("type").asText());
        }
    }

    /** What begins otherwise is the endpoint's, however many frames it comes in. */
    @Test
    void otherFramesAreTheEndpoints() throws InterruptedException {
        try (ProtocolClient client = open()) {
            client.send("{ \"channelbox\":\"pong\"}");
            assertEquals("{ \"channelbox\":\"pong\"}", seen.texts.poll(20, TimeUnit.SECONDS));
            client.sendInParts("{\"chan", "", "ge\":1}");
            assertEquals("{\"change\":1}", seen.texts.poll(20, TimeUnit.SECONDS));
            client.sendInParts("{\"chan", "nel");
            assertEquals("{\"channel", seen.texts.poll(20, TimeUnit.SECONDS));
            client.sendInParts("x", "{\"channelbox\":", "y");
            assertEquals("x{\"channelbox\":y", seen.texts.poll(20, TimeUnit.SECONDS));
        }
        try (WsClient plain = WsClient.open(base, "/rooms/a")) {
            plain.send("{\"channelbox\":\"pong\"}");
            assertEquals("{\"channelbox\":\"pong\"}", seen.texts.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void tenThousandAtOnce() {
        try (ProtocolClient client = open()) {
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 10_000; i++) {
                    assertTrue(client.nextText().contains("\"code\":400"));
                }
            });
            for (int i = 0; i < 10_000; i++) {
                client.send("{\"channelbox\":\"what\",\"ref\":" + i + "}");
            }
            reader.orTimeout(60, TimeUnit.SECONDS).join();
            channelBox.group("lobby-a").sendAndAwait("still there", SendOptions.defaults());
            assertEquals("still there", client.next().get("data").asText());
        }
    }
}
