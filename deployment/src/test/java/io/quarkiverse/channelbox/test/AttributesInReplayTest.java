package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** A stored message for some is replayed to them only, and is not missing for the others. */
class AttributesInReplayTest {

    private static final int MESSAGES = 300;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(Room.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.history.size", "1000")
            .overrideRuntimeConfigKey("quarkus.channel-box.replay", "1000")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/room")
    public static class Room {

        @Inject
        ChannelBox channelBox;

        /** The colour of the client. */
        @OnTextMessage
        void join(String text, WebSocketConnection connection) {
            channelBox.group("room").join(connection, JoinOptions.defaults().attribute("colour", text));
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
        channelBox.flushHistory().await().indefinitely();
    }

    private String store(int number) {
        SendOptions options = SendOptions.saveHistory();
        return channelBox.group("room").sendAndAwait(number, switch (number % 3) {
            case 0 -> options.attribute("colour", "red");
            case 1 -> options.attribute("colour", "blue");
            default -> options;
        }).id().orElseThrow();
    }

    private void assertGets(String address, String colour, int without, int from) {
        Group group = channelBox.group("room");
        try (ProtocolClient client = ProtocolClient.open(base, address)) {
            client.send(colour);
            JsonNode joined = client.next();
            assertEquals("joined", joined.get("type").asText());
            assertEquals(address.contains("resume"), joined.has("recovered"));
            assertTrue(!joined.has("recovered") || joined.get("recovered").asBoolean());
            group.sendAndAwait(MESSAGES, SendOptions.defaults().attribute("colour", colour));
            List<Integer> expected = IntStream.rangeClosed(from, MESSAGES).filter(i -> i % 3 != without || i == MESSAGES)
                    .boxed().toList();
            assertEquals(expected,
                    client.next(expected.size()).stream().map(frame -> frame.get("data").asInt()).toList());
        }
        await().until(() -> group.local().size() == 0);
    }

    @Test
    void atAReplayAndAResume() {
        String id = "";
        for (int i = 0; i < MESSAGES; i++) {
            String stored = store(i);
            if (i == 9) {
                id = stored;
            }
        }
        assertGets("/room", "red", 1, 0);
        assertGets("/room", "blue", 0, 0);
        assertGets("/room?resume=room@" + id, "red", 1, 10);
        assertGets("/room?resume=room@" + id, "blue", 0, 10);
    }
}
