package io.quarkiverse.channelbox.test;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.NodeSnapshot;
import io.quarkiverse.channelbox.NodeSnapshot.GroupState;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;

/** Whoever operates the node finds the large group, the busy one and the slow member, and nothing that grows with the node. */
class SnapshotTest {

    private static final String LARGE = "x".repeat(20_000);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class))
            .overrideConfigKey("quarkus.management.enabled", "true")
            .overrideRuntimeConfigKey("quarkus.management.test-port", "0")
            .overrideRuntimeConfigKey("quarkus.channel-box.operator-page.enabled", "true")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "64M")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/room/{name}")
    @ChannelGroup("room-{name}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @TestHTTPResource(value = "/channel-box", management = true)
    URI page;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void everybodyLeaves() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    private WsClient join(String room) {
        WsClient client = WsClient.open(base, "/room/" + room);
        open.add(client);
        return client;
    }

    private ValidatableResponse get(String query) {
        return given().get(page + query).then().header("Cache-Control", "no-store");
    }

    private JsonPath page(String query) {
        return get(query).statusCode(200).extract().jsonPath();
    }

    @Test
    void largeOnesAndBusyOnes() {
        for (int i = 0; i < 25; i++) {
            join("r" + i);
        }
        join("r7");
        open.add(ProtocolClient.open(base, "/room/r7"));
        for (int i = 0; i < 50; i++) {
            channelBox.group("room-r3").sendAndAwait("often");
        }
        channelBox.group("room-r4").sendAndAwait("once");
        // Handed to the lanes, that is; what they have written is counted a moment later.
        await().until(() -> channelBox.group("room-r3").local().snapshot().messagesPerSecond() > 4);
        await().until(() -> channelBox.group("room-r4").local().snapshot().messagesPerSecond() > 0);
        NodeSnapshot snapshot = channelBox.local().snapshot();
        assertTrue(snapshot.accepting());
        assertEquals(25, snapshot.groupCount());
        assertEquals(27, snapshot.channelCount());
        assertEquals(26, snapshot.plainConnections());
        assertEquals(1, snapshot.protocolConnections());
        assertEquals(NodeSnapshot.MOST, snapshot.largestGroups().size());
        assertEquals("room-r7", snapshot.largestGroups().get(0).name());
        assertEquals(3, snapshot.largestGroups().get(0).channels());
        assertEquals("room-{name}", snapshot.largestGroups().get(0).template());
        assertEquals(List.of("room-r3", "room-r4"), snapshot.busiestGroups().stream().map(GroupState::name).toList());
        assertTrue(snapshot.lanes().stream().anyMatch(lane -> lane.busy() > 0));
        assertEquals(27, snapshot.lanes().stream().mapToInt(NodeSnapshot.LaneState::connections).sum());

        JsonPath json = page("");
        assertEquals(27, json.getInt("channelCount"));
        assertEquals("room-r7", json.getString("largestGroups[0].name"));
        assertEquals("room-r3", json.getString("busiestGroups[0].name"));
        assertEquals("local", json.getString("engine.name"));
        assertTrue(json.getBoolean("engine.up"));
    }

    @Test
    void theSlowOne() throws IOException {
        WsClient reads = join("slow");
        Socket slow = RawWebSocket.open(base, "/room/slow");
        open.add(slow);
        await().until(() -> channelBox.group("room-slow").local().size() == 2);
        // For the one that reads something may wait, too, for a moment.
        for (int sent = 0; channelBox.local().snapshot().bufferedBytes() < 1_000_000; sent++) {
            assertTrue(sent < 2000);
            channelBox.group("room-slow").sendAndAwait(LARGE);
            assertEquals(LARGE, reads.next());
        }
        // The system may take some more between two looks, for a while.
        await().untilAsserted(() -> {
            NodeSnapshot snapshot = channelBox.local().snapshot();
            assertEquals(1, snapshot.slowConnections().size());
            assertTrue(snapshot.slowConnections().get(0).bufferedBytes() > 0);
            assertEquals(snapshot.bufferedBytes(), snapshot.slowConnections().get(0).bufferedBytes());
            assertEquals(snapshot.bufferedBytes(), channelBox.group("room-slow").local().snapshot().bufferedBytes());

            JsonPath json = page("?group=room-slow");
            assertEquals(2, json.getInt("channels"));
            assertEquals(snapshot.slowConnections().get(0).id(), json.getString("slowestChannels[0].connection.id"));
            assertEquals(snapshot.bufferedBytes(), json.getLong("slowestChannels[0].connection.bufferedBytes"));
            assertFalse(json.getBoolean("slowestChannels[0].catchingUp"));
            assertEquals(json.getString("slowestChannels[0].connection.id"), page("").getString("slowConnections[0].id"));
        });
    }

    @Test
    void aGroupThatIsNotHere() {
        assertEquals(0, page("?group=room-nobody").getInt("channels"));
        get("?group=a/b").statusCode(400).body(containsString("group-name-pattern"));
    }

    /** It names groups and users. */
    @Test
    void isNotWhereUsersCome() {
        given().get(base + "q/channel-box").then().statusCode(404);
        given().get(base + "channel-box").then().statusCode(404);
    }
}
