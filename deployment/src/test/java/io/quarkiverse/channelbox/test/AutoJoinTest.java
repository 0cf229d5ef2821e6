package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** A connection is in its groups before {@code @OnOpen}, and in none as soon as it has ended. */
class AutoJoinTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class));

    @WebSocket(path = "/room/{room}")
    @ChannelGroup("room-{room}")
    @ChannelGroup("everybody")
    @ChannelGroup("lang-{query:lang}")
    @ChannelGroup("agent-{header:X-Agent}")
    public static class Room {

        @Inject
        ChannelBox channelBox;

        @OnOpen
        String onOpen(WebSocketConnection connection) {
            return channelBox.local().channels(connection).stream().map(Channel::group).toList().toString();
        }

        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @Test
    void joinsAllGroupsBeforeOnOpen() {
        try (WsClient client = WsClient.open(base, "/room/blue?lang=f%C3%A4r", Map.of("X-Agent", "007"))) {
            assertEquals("[room-blue, everybody, lang-f\u00e4r, agent-007]", client.next());
            assertEquals(1, channelBox.group("room-blue").sendAndAwait("hi").deliveredHere());
            assertEquals("hi", client.next());
            assertEquals(1, channelBox.group("lang-f\u00e4r").local().size());
        }
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    /** What is sent as soon as the client sees its connection open reaches it, from a server that is still cold, too. */
    @Test
    void isAMemberFromTheMomentTheClientSeesTheUpgrade() {
        for (int i = 0; i < 200; i++) {
            try (WsClient client = WsClient.open(base, "/room/now-" + i + "?lang=a", Map.of("X-Agent", "1"))) {
                assertEquals(1, channelBox.group("room-now-" + i).sendAndAwait("at once").deliveredHere());
                assertTrue(client.next(2).contains("at once"));
            }
        }
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @Test
    void twoValuesOfOneParameterAreTwoGroups() {
        try (WsClient blue = WsClient.open(base, "/room/blue?lang=a", Map.of("X-Agent", "1"));
                WsClient red = WsClient.open(base, "/room/red?lang=a", Map.of("X-Agent", "1"))) {
            blue.next();
            red.next();
            channelBox.group("room-blue").sendAndAwait("for blue");
            channelBox.group("room-red").sendAndAwait("for red");
            channelBox.group("everybody").sendAndAwait("for both");
            assertEquals(List.of("for blue", "for both"), blue.next(2));
            assertEquals(List.of("for red", "for both"), red.next(2));
        }
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @Test
    void leavesWhenTheConnectionBreaks() {
        WsClient client = WsClient.open(base, "/room/green?lang=a", Map.of("X-Agent", "1"));
        client.next();
        assertEquals(4, channelBox.local().groups().size());
        client.abort();
        await().until(() -> channelBox.local().groups().isEmpty());
        assertTrue(channelBox.group("room-green").local().channels().isEmpty());
    }

    @Test
    void missingValuesAreRefused() {
        assertEquals(400, WsClient.upgradeStatus(base, "/room/blue?lang=a", Map.of()));
        assertEquals(400, WsClient.upgradeStatus(base, "/room/blue?lang=", Map.of("X-Agent", "1")));
        assertEquals(400, WsClient.upgradeStatus(base, "/room/a%00b?lang=a", Map.of("X-Agent", "1")));
        assertEquals(400, WsClient.upgradeStatus(base, "/room/a..b?lang=a", Map.of("X-Agent", "1")));
        assertEquals(403, WsClient.upgradeStatus(base, "/room/blue?lang=a",
                Map.of("X-Agent", "1", "Origin", "https://evil.example")));
        assertEquals(101, WsClient.upgradeStatus(base, "/room/blue?lang=a",
                Map.of("X-Agent", "1", "Origin", "http://" + base.getAuthority())));
        await().until(() -> channelBox.local().groups().isEmpty());
    }
}
