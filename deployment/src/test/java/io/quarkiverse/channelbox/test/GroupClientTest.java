package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.HistoryMode;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.EventRefusedException;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.testing.Closed;
import io.quarkiverse.channelbox.testing.CommandRefusedException;
import io.quarkiverse.channelbox.testing.GroupClient;
import io.quarkiverse.channelbox.testing.PlainClient;
import io.quarkiverse.channelbox.testing.ReceivedMessage;
import io.quarkiverse.channelbox.testing.UpgradeRefusedException;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** The client for the tests of applications, over real sockets. */
class GroupClientTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = EmbeddedUsers.in(new QuarkusUnitTest(), "ann")
            .withApplicationRoot(root -> root.addClasses(EmbeddedUsers.class, Room.class, Rooms.class, Inbox.class, Said.class))
            .setForcedDependencies(List.of(EmbeddedUsers.EXTENSION))
            .overrideConfigKey("quarkus.http.root-path", "/app");

    record Said(String who, String what) {
    }

    @WebSocket(path = "/room/{name}")
    @ChannelGroup("room-{name}")
    public static class Room {

        @Inject
        ChannelBox channelBox;

        @OnTextMessage
        Said say(Said said) {
            channelBox.group("room-a").sendAndForget(said);
            return new Said("echo", said.what());
        }
    }

    @WebSocket(path = "/rooms")
    @ChannelGroup(value = "talk-{name}", join = JoinMode.ON_REQUEST, publish = PublishMode.MEMBERS, history = HistoryMode.ALWAYS)
    public static class Rooms {

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("greet")
        Said greet(String name) {
            if (name == null) {
                throw new EventRefusedException(422, "whom?");
            }
            return new Said("server", "hello " + name);
        }

        @OnEvent("nothing")
        void nothing(int number) {
        }
    }

    @WebSocket(path = "/inbox")
    @ChannelGroup("inbox-{user}-{query:folder}")
    public static class Inbox {

        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/room/a")
    URI room;

    @Test
    void sendsAndGets() {
        try (GroupClient ann = GroupClient.connect("/room/a"); PlainClient bob = GroupClient.to(room).connectPlain()) {
            assertEquals(ann.connectionId(), channelBox.group("room-a").local().channels().stream()
                    .map(channel -> channel.connection().id()).filter(ann.connectionId()::equals).findFirst().orElseThrow());
            ann.send(new Said("ann", "hi"));
            ReceivedMessage message = ann.awaitMessage(said -> said.group().isPresent());
            assertEquals(new Said("ann", "hi"), message.as(Said.class));
            assertEquals(Optional.of("room-a"), message.group());
            assertEquals(new Said("echo", "hi"), ann.awaitMessage(Said.class));
            assertEquals("{\"who\":\"ann\",\"what\":\"hi\"}", bob.awaitMessage(String.class));
            assertEquals("room-a", ann.awaitFrame("joined", "room-a").get("group").asText());
            assertTrue(ann.awaitFrame("presence", "room-a").get("size").asInt() > 0);

            channelBox.group("room-b").sendAndAwait("for others");
            ann.assertNoMessage();
            channelBox.group("room-a").sendAndAwait(new byte[] { 1 });
            channelBox.group("room-a").sendAndAwait("text");
            assertTrue(assertThrows(AssertionError.class, bob::assertNoMessage).getMessage().contains("1 bytes"));
            assertEquals(2, bob.unread().size());
            assertEquals(1, bob.awaitMessage(byte[].class).length);
            assertEquals(List.of("AQ==", "text"),
                    List.of(Base64.getEncoder().encodeToString(ann.awaitMessage().bytes()),
                            ann.awaitMessage().text()));
        }
        await().until(() -> channelBox.group("room-a").local().size() == 0);
    }

    /** Its receipt is there before the lane has written it. */
    @Test
    void whatWasSentIsThereWhenItSaysThatThereIsNothing() {
        try (GroupClient ann = GroupClient.connect("/room/c"); PlainClient bob = GroupClient.to("/room/d").connectPlain()) {
            await().until(() -> channelBox.group("room-d").local().size() == 1);
            for (int i = 0; i < 300; i++) {
                ann.assertNoMessage();
                channelBox.group("room-c").sendAndAwait(i);
                assertThrows(AssertionError.class, ann::assertNoMessage);
                assertEquals(i, ann.awaitMessage(Integer.class));
                channelBox.groups("room-c", "room-d").sendAndForget("first");
                channelBox.groups("room-c", "room-d").sendAndAwait(i);
                assertThrows(AssertionError.class, bob::assertNoMessage);
                assertEquals(List.of("first", "" + i), bob.awaitMessages(2, String.class));
                assertEquals(List.of("first", "" + i), ann.awaitMessages(2, String.class));
            }
        }
    }

    @Test
    void asks() {
        try (GroupClient ann = GroupClient.connect("/rooms"); GroupClient bob = GroupClient.connect("/rooms")) {
            assertFalse(ann.join("talk-a").has("recovered"));
            bob.join("talk-a");
            String id = ann.publish("talk-a", "said", new Said("ann", "hi")).orElseThrow();
            ReceivedMessage message = bob.awaitMessage();
            assertEquals(Optional.of(id), message.id());
            assertEquals(Optional.of("said"), message.event());
            assertEquals("talk-a", bob.leave("talk-a").get("group").asText());
            ann.publish("talk-a", "later");
            assertTrue(bob.join("talk-a", id).get("recovered").asBoolean());
            assertEquals("later", bob.awaitMessage(String.class));

            assertEquals(new Said("server", "hello ann"), ann.request("greet", "ann", Said.class));
            CommandRefusedException refused = assertThrows(CommandRefusedException.class, () -> ann.request("greet", null));
            assertNull(ann.request("nothing", 1, Said.class));
            assertEquals(422, refused.code());
            assertEquals("whom?", refused.reason());
            assertEquals(403, assertThrows(CommandRefusedException.class, () -> ann.publish("talk-b", 1)).code());

            var answer = channelBox.connection(ann.connectionId()).ask("ready", "now", Duration.ofSeconds(10))
                    .subscribeAsCompletionStage();
            ReceivedMessage question = ann.awaitMessage(ReceivedMessage::isQuestion);
            assertEquals("now", question.as(String.class));
            ann.answer(question, true);
            assertTrue(answer.join().data(Boolean.class));
        }
    }

    @Test
    void comesBack() {
        GroupClient gone = GroupClient.connect("/rooms");
        gone.join("talk-c");
        String id = gone.publish("talk-c", "before").orElseThrow();
        gone.abort();
        assertFalse(gone.isOpen());
        await().until(() -> channelBox.group("talk-c").local().size() == 0);
        channelBox.group("talk-c").sendAndAwait("missed");
        try (GroupClient back = GroupClient.to("/rooms").resume("talk-c", id).connect()) {
            assertTrue(back.join("talk-c").get("recovered").asBoolean());
            assertEquals("missed", back.awaitMessage(String.class));
        }
    }

    @Test
    void saysWhoItIs() {
        assertEquals(401, assertThrows(UpgradeRefusedException.class, () -> GroupClient.connect("/inbox?folder=x")).status());
        UpgradeRefusedException refused = assertThrows(UpgradeRefusedException.class,
                () -> GroupClient.to("/inbox").basic("ann", "ann").connect());
        assertEquals(400, refused.status());
        assertTrue(refused.reason().orElseThrow().contains("folder"), refused.getMessage());
        try (GroupClient ann = GroupClient.to("/inbox").basic("ann", "ann").query("folder", "a.b").connect()) {
            channelBox.group("inbox-ann-a.b").sendAndAwait(1);
            assertEquals(1, ann.awaitMessage(Integer.class));
        }
    }

    @Test
    void tellsHowItEnded() {
        try (GroupClient ann = GroupClient.connect("/rooms")) {
            ann.join("talk-d");
            channelBox.group("talk-d").disconnect(ann.connectionId(), new CloseReason(4001)).await().indefinitely();
            Closed closed = ann.awaitClose();
            assertEquals(4001, closed.code());
            assertTrue(assertThrows(AssertionError.class, ann::awaitMessage).getMessage().contains("closed with 4001"));
            assertTrue(assertThrows(AssertionError.class, ann::assertNoMessage).getMessage().contains("closed with 4001"));
        }
        assertThrows(AssertionError.class, () -> GroupClient.connect(URI.create("ws://127.0.0.1:1/")));
    }
}
