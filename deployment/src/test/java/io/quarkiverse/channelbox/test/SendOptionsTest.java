package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.Audience;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.HistoryMode;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.SendFailures;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** Who gets a message, what is stored of it, and what the receipt says. */
class SendOptionsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Always.class, Never.class, ManualTime.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.cleanup.every", "off");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    @ChannelGroup("all")
    public static class Room {

        @Inject
        ChannelBox channelBox;

        /** Tells the client its id, and gives its channel the attribute that it asks for. */
        @OnOpen
        String onOpen(WebSocketConnection connection) {
            if (connection.handshakeRequest().query() != null) {
                channelBox.group("room-" + connection.pathParam("id")).join(connection,
                        JoinOptions.defaults().attribute("role", connection.handshakeRequest().query()));
            }
            return connection.id();
        }

        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/always")
    @ChannelGroup(value = "always", history = HistoryMode.ALWAYS)
    public static class Always {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/never")
    @ChannelGroup(value = "never", history = HistoryMode.NEVER)
    public static class Never {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    SendFailures failures;

    @Inject
    ManualTime time;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @Test
    void exceptSomebody() {
        Group group = channelBox.group("room-1");
        try (WsClient ann = WsClient.open(base, "/room/1"); WsClient bob = WsClient.open(base, "/room/1")) {
            String annId = ann.next();
            bob.next();
            assertEquals(1, group.sendAndAwait("not for ann", SendOptions.defaults().except(annId)).deliveredHere());
            group.sendAndAwait("for both");
            assertEquals("for both", ann.next());
            assertEquals(List.of("not for ann", "for both"), bob.next(2));
        }
    }

    @Test
    void onlyWithAnAttribute() {
        Group group = channelBox.group("room-2");
        try (WsClient admin = WsClient.open(base, "/room/2?admin");
                WsClient guest = WsClient.open(base, "/room/2?guest");
                WsClient nobody = WsClient.open(base, "/room/2")) {
            admin.next();
            guest.next();
            nobody.next();
            SendOptions admins = SendOptions.defaults().attribute("role", "admin");
            assertEquals(1, group.sendAndAwait("for admins", admins).deliveredHere());
            assertEquals(0, group.sendAndAwait("for nobody", admins.attribute("age", "7")).deliveredHere());
            group.sendAndAwait("for all");
            assertEquals(List.of("for admins", "for all"), admin.next(2));
            assertEquals("for all", guest.next());
            assertEquals("for all", nobody.next());
        }
    }

    @Test
    void aUnionReachesEachConnectionOnce() {
        try (WsClient one = WsClient.open(base, "/room/3"); WsClient two = WsClient.open(base, "/room/4")) {
            one.next();
            two.next();
            Audience union = channelBox.groups("room-3", "room-4", "all", "nobody-here");
            Receipt receipt = union.sendAndAwait("once");
            assertEquals(2, receipt.deliveredHere());
            assertFalse(receipt.stored());
            channelBox.group("all").sendAndAwait("end");
            assertEquals(List.of("once", "end"), one.next(2));
            assertEquals(List.of("once", "end"), two.next(2));
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                    () -> union.sendAndAwait("stored?", SendOptions.saveHistory()));
            assertTrue(refused.getMessage().contains("send to each group by itself"), refused.getMessage());
        }
    }

    /** The attribute may be that of any of the connection's channels. */
    @Test
    void aUnionCanAskForAnAttribute() {
        try (WsClient admin = WsClient.open(base, "/room/10?admin"); WsClient guest = WsClient.open(base, "/room/10?guest")) {
            admin.next();
            guest.next();
            Audience union = channelBox.groups("all", "room-10");
            assertEquals(1,
                    union.sendAndAwait("for admins", SendOptions.defaults().attribute("role", "admin")).deliveredHere());
            union.sendAndAwait("for all");
            assertEquals(List.of("for admins", "for all"), admin.next(2));
            assertEquals("for all", guest.next());
        }
    }

    @Test
    void theReceiptOfAStoredMessageHasItsId() {
        Group group = channelBox.group("room-5");
        Receipt plain = group.sendAndAwait("plain");
        assertEquals(Optional.empty(), plain.id());
        assertTrue(plain.id().isEmpty());
        assertFalse(plain.stored());
        Receipt first = group.sendAndAwait("first", SendOptions.saveHistory().event("greeting"));
        Receipt second = group.sendAndAwait("second", SendOptions.saveHistory());
        var history = group.history(HistoryQuery.all()).await().indefinitely();
        assertEquals(List.of(first.id().orElseThrow(), second.id().orElseThrow()), history.stream().map(m -> m.id()).toList());
        assertEquals(Optional.of("greeting"), history.get(0).event());
        assertEquals(List.of("second"), group.history(HistoryQuery.all().after(first.id().orElseThrow())).await().indefinitely()
                .stream().map(m -> m.text()).toList());
        assertEquals(2, group.flushHistory().await().indefinitely());
        assertEquals(0, group.flushHistory().await().indefinitely());
    }

    @Test
    void anIdIsNeverUsedTwice() {
        Group group = channelBox.group("room-9");
        try (WsClient client = WsClient.open(base, "/room/9")) {
            String first = group.sendAndAwait("first", SendOptions.saveHistory()).id().orElseThrow();
            group.flushHistory().await().indefinitely();
            String epoch = first.substring(0, first.indexOf(':'));
            assertTrue(group.sendAndAwait("second", SendOptions.saveHistory()).id().orElseThrow().startsWith(epoch + ":2:"));
        }
        await().until(() -> channelBox.local().groups().isEmpty());
        group.flushHistory().await().indefinitely();
        assertTrue(group.sendAndAwait("third", SendOptions.saveHistory()).id().orElseThrow().contains(":3:"));
    }

    @Test
    void theGroupMayOverruleTheSend() {
        assertTrue(channelBox.group("always").sendAndAwait("stored").stored());
        assertFalse(channelBox.group("never").sendAndAwait("not stored", SendOptions.saveHistory()).stored());
    }

    @Test
    void aRepeatedKeyIsNotSentAgain() {
        Group group = channelBox.group("room-6");
        SendOptions once = SendOptions.saveHistory().idempotencyKey("order-1");
        try (WsClient client = WsClient.open(base, "/room/6")) {
            client.next();
            Receipt first = group.sendAndAwait("first", once);
            assertEquals(first, group.sendAndAwait("again", once));
            assertEquals(1, channelBox.group("all").sendAndAwait("another group", once).deliveredHere());
            time.advance(Duration.ofMinutes(5));
            assertEquals(1, group.sendAndAwait("five minutes later", once).deliveredHere());
            assertEquals(List.of("first", "another group", "five minutes later"), client.next(3));
        }
    }

    /** The Uni is lazy and sends once for each subscription. */
    @Test
    void nothingIsSentWithoutASubscription() {
        try (WsClient client = WsClient.open(base, "/room/7")) {
            client.next();
            Uni<Receipt> send = channelBox.group("room-7").send("lazy");
            channelBox.group("room-7").sendAndAwait("eager");
            send.await().indefinitely();
            send.await().indefinitely();
            assertEquals(List.of("eager", "lazy", "lazy"), client.next(3));
        }
    }

    @Test
    void aFailureThatNobodyWaitsForIsCounted() {
        long before = failures.count();
        channelBox.group("room-8").sendAndForget(new Object() {
            @SuppressWarnings("unused")
            public String getBroken() {
                throw new IllegalStateException("broken");
            }
        });
        assertEquals(before + 1, failures.count());
    }
}
