package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ConnectionClosedException;
import io.quarkiverse.channelbox.FlushReport;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupInfo;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.OpenConnections;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** Connections of an endpoint without the annotation join and leave when the application says so. */
class ExplicitJoinTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Plain.class));

    @WebSocket(path = "/plain")
    public static class Plain {
        @OnTextMessage
        String echo(String text, WebSocketConnection connection) {
            return connection.id();
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    OpenConnections open;

    @TestHTTPResource("/")
    URI base;

    private WebSocketConnection serverSide(WsClient client) {
        client.send("id?");
        String id = client.next();
        return open.stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void joinsAndLeaves() {
        Group group = channelBox.group("explicit");
        try (WsClient client = WsClient.open(base, "/plain")) {
            WebSocketConnection connection = serverSide(client);
            assertTrue(channelBox.local().channels(connection).isEmpty());

            Channel channel = group.join(connection);
            assertTrue(channel.isMember());
            assertEquals(connection.id() + "/explicit", channel.id());
            assertSame(channel, group.local().channel(connection).orElseThrow());
            assertEquals(1, group.size().await().indefinitely());
            assertEquals(1, channelBox.local().size());
            assertEquals(Map.of("explicit", GroupInfo.of("explicit", 1)), channelBox.groups().await().indefinitely());
            // There are no other nodes.
            channel.subscribed().await().atMost(Duration.ofSeconds(10));
            assertEquals(1, group.sendAndAwait("in").deliveredHere());
            assertEquals("in", client.next());

            assertTrue(group.leave(connection));
            assertFalse(group.leave(connection));
            assertTrue(group.local().channel(connection).isEmpty());
            assertFalse(channel.isMember());
            assertEquals(0, group.sendAndAwait("out").deliveredHere());
            group.join(connection);
            group.sendAndAwait("in again");
            assertEquals("in again", client.next());
        }
        await().until(() -> group.local().size() == 0);
    }

    @Test
    void joiningTwiceIsOneMembership() {
        Group group = channelBox.group("twice");
        try (WsClient client = WsClient.open(base, "/plain")) {
            WebSocketConnection connection = serverSide(client);
            Channel channel = group.join(connection, JoinOptions.defaults().attribute("name", "ann"));
            assertSame(channel, group.join(connection, JoinOptions.defaults().attribute("role", "admin")
                    .expires(Duration.ofMinutes(3)).payloadType(PayloadType.JSON)));
            assertEquals(1, group.local().size());
            assertEquals(Map.of("name", "ann", "role", "admin"), channel.attributes());
            assertEquals(Duration.ofMinutes(3), channel.expires());
            assertEquals(List.of(PresenceEntry.of(connection.id(), Optional.empty(), channel.attributes())),
                    group.presence().await().indefinitely());
            group.sendAndAwait("text");
            assertEquals("\"text\"", client.next());
        }
        await().until(() -> group.local().size() == 0);
    }

    @Test
    void aConnectionCanBeInManyGroups() {
        try (WsClient client = WsClient.open(base, "/plain")) {
            WebSocketConnection connection = serverSide(client);
            for (int i = 0; i < 100; i++) {
                channelBox.group("many-" + i).join(connection);
            }
            assertEquals(100, channelBox.local().channels(connection).size());
            FlushReport report = channelBox.flushGroups().await().indefinitely();
            assertEquals(FlushReport.of(100, 100), report);
            assertTrue(channelBox.local().groups().isEmpty());
            client.send("still open");
            client.next();
        }
    }

    @Test
    void disconnectsOneMember() {
        Group group = channelBox.group("kick");
        try (WsClient bad = WsClient.open(base, "/plain"); WsClient good = WsClient.open(base, "/plain")) {
            WebSocketConnection connection = serverSide(bad);
            group.join(connection);
            group.join(serverSide(good));
            group.sendAndAwait("before the end");
            assertTrue(group.disconnect(connection.id(), new CloseReason(4001, "kicked")).await().indefinitely());
            assertEquals("before the end", bad.next());
            assertEquals("before the end", good.next());
            assertEquals(4001, bad.closeCode());
            assertEquals(1, group.local().size());
            assertFalse(group.disconnect(connection.id(), CloseReason.NORMAL).await().indefinitely());
            group.sendAndAwait("without the bad one");
            assertEquals("without the bad one", good.next());
        }
        await().until(() -> group.local().size() == 0);
    }

    @Test
    void aClosedConnectionCannotJoin() {
        WebSocketConnection connection;
        try (WsClient client = WsClient.open(base, "/plain")) {
            connection = serverSide(client);
        }
        await().until(connection::isClosed);
        Group group = channelBox.group("closed");
        ConnectionClosedException refused = assertThrows(ConnectionClosedException.class, () -> group.join(connection));
        assertTrue(refused.getMessage().contains("is closed"), refused.getMessage());
        assertEquals(0, group.local().size());
        assertTrue(channelBox.local().groups().isEmpty());
    }

    /** When its close frame is answered, not at the end of the TCP connection or of {@code @OnClose}. */
    @Test
    void whoHasClosedHasLeft() {
        Group group = channelBox.group("closes");
        try (WsClient client = WsClient.open(base, "/plain")) {
            group.join(serverSide(client));
            client.close();
            assertEquals(1000, client.closeCode());
            assertEquals(0, group.local().size());
            assertEquals(0, group.sendAndAwait("nobody").deliveredHere());
        }
    }

    /** Not at the next sweep. */
    @Test
    void aBrokenConnectionLeaves() {
        Group group = channelBox.group("breaks");
        WsClient client = WsClient.open(base, "/plain");
        group.join(serverSide(client));
        client.abort();
        await().until(() -> group.local().size() == 0);
        assertEquals(0, group.sendAndAwait("nobody").deliveredHere());
    }
}
