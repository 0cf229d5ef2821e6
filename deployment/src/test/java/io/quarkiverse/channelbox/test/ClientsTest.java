package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Clients;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** One connection, or all connections of a user, join, leave, are sent to and closed by their id or name. */
class ClientsTest {

    private static final CloseReason REASON = new CloseReason(4001, "out");

    @RegisterExtension
    static final QuarkusUnitTest APP = EmbeddedUsers.in(new QuarkusUnitTest(), "ann", "bob")
            .withApplicationRoot(root -> root.addClasses(EmbeddedUsers.class, Room.class))
            .setForcedDependencies(List.of(EmbeddedUsers.EXTENSION))
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.tiny.max-channels-per-group", "1");

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private WsClient open(String user) {
        return WsClient.open(base, "/room", Map.of("Authorization", EmbeddedUsers.authorization(user)));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    private Channel onlyMember() {
        return channelBox.group("room").local().channels().iterator().next();
    }

    @Test
    void aConnectionJoinsAndLeavesByItsId() {
        try (WsClient client = WsClient.open(base, "/room")) {
            Clients connection = channelBox.connection(onlyMember().connection().id());
            Group other = channelBox.group("other");
            Uni<Integer> join = connection.join("other",
                    JoinOptions.defaults().payloadType(PayloadType.JSON).attribute("role", "guest"));
            assertEquals(0, get(other.size()), "it is lazy");
            assertEquals(1, get(join));
            assertEquals(1, get(connection.join("other")), "it is a member");
            Channel channel = other.local().channels().iterator().next();
            assertEquals(PayloadType.JSON, channel.payloadType());
            assertEquals(Map.of("role", "guest"), channel.attributes());
            assertEquals(1, other.sendAndAwait("x").deliveredHere());
            assertEquals("\"x\"", client.next());
            assertEquals(1, get(connection.leave("other")));
            assertEquals(0, get(connection.leave("other")));
            assertEquals(1, get(channelBox.group("room").size()));
        }
    }

    /** The last group that a connection is in decides nothing. */
    @Test
    void aConnectionIsReachedInNoGroup() {
        try (WsClient client = WsClient.open(base, "/room")) {
            Clients connection = channelBox.connection(onlyMember().connection().id());
            assertEquals(1, connection.sendAndAwait("in a group").deliveredHere());
            assertEquals(1, get(connection.leave("room")));
            assertEquals(1, connection.sendAndAwait("in none").deliveredHere());
            assertEquals(1, connection.sendAndAwait(Map.of("a", 1)).deliveredHere());
            assertEquals(0, connection.sendAndAwait("x", SendOptions.defaults().attribute("a", "b")).deliveredHere());
            assertEquals(List.of("in a group", "in none", "{\"a\":1}"), client.next(3));
            assertEquals(1, get(connection.join("again")));
            assertEquals(1, channelBox.group("again").sendAndAwait("in a group again").deliveredHere());
            assertEquals("in a group again", client.next());
            assertEquals(1, get(connection.leave("again")));
            assertEquals(1, get(connection.disconnect(REASON)));
            assertEquals(4001, client.closeCode());
            await().until(() -> get(connection.disconnect(REASON)) == 0);
            assertEquals(0, get(connection.join("room")));
            assertEquals(0, connection.sendAndAwait("nobody").deliveredHere());
        }
    }

    @Test
    void aClientOfTheSubprotocolGetsAnEnvelopeInNoGroup() {
        try (ProtocolClient client = ProtocolClient.open(base, "/room")) {
            assertEquals("joined", client.next().get("type").asText());
            Clients connection = channelBox.connection(onlyMember().connection().id());
            assertEquals(1, get(connection.leave("room")));
            assertEquals("left", client.next().get("type").asText());
            connection.sendAndAwait("for you", SendOptions.defaults().event("note"));
            JsonNode message = client.next();
            assertEquals("for you", message.get("data").asText());
            assertEquals("note", message.get("event").asText());
            assertFalse(message.has("group"));
        }
    }

    @Test
    void theConnectionsOfAUserDoItTogether() {
        try (WsClient one = open("ann"); WsClient two = open("ann"); WsClient bob = open("bob")) {
            Clients ann = channelBox.user("ann");
            assertEquals(2, get(ann.leave("room")));
            assertEquals(2, ann.sendAndAwait("in no group").deliveredHere());
            assertEquals("in no group", one.next());
            assertEquals("in no group", two.next());
            assertEquals(2, get(ann.join("inbox")));
            assertEquals(2, channelBox.group("inbox").local().size());
            assertEquals(0, get(channelBox.user("eve").join("inbox")));
            assertEquals(2, get(ann.disconnect(REASON)));
            assertEquals(4001, one.closeCode());
            assertEquals(4001, two.closeCode());
            channelBox.group("room").sendAndAwait("still here");
            assertEquals("still here", bob.next());
        }
    }

    @Test
    void whereThereIsNoPlaceTheJoinFails() {
        try (WsClient one = open("ann"); WsClient two = open("ann")) {
            GroupFullException full = assertThrows(GroupFullException.class,
                    () -> get(channelBox.user("ann").join("tiny")));
            assertTrue(full.getMessage().contains("'tiny' is full"), full.getMessage());
            assertEquals(1, channelBox.group("tiny").local().size());
            assertThrows(InvalidGroupNameException.class, () -> get(channelBox.user("ann").join("\n")));
            assertThrows(InvalidGroupNameException.class, () -> get(channelBox.connection("x").leave("\n")));
        }
    }

    /** Also of what came from a client. */
    @Test
    void sayWhoTheyAre() {
        assertEquals("user 'a\\u{a}b'", channelBox.user("a\nb").toString());
        assertEquals("connection 'x'", channelBox.connection("x").toString());
        assertEquals("group 'g'", channelBox.group("g").toString());
        assertEquals("group 'g' on this node", channelBox.group("g").local().toString());
        assertEquals("groups [g, h]", channelBox.groups("g", "h").toString());
    }

    @Test
    void nothingIsStored() {
        for (Clients clients : List.of(channelBox.user("ann"), channelBox.connection("x"))) {
            assertThrows(IllegalArgumentException.class, () -> clients.sendAndAwait("x", SendOptions.saveHistory()));
        }
    }
}
