package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.LogLines;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** What a group gets is in the traffic log of Quarkus, in the words in which that tells of its own. */
class TrafficLogTest {

    static final String CATEGORY = "io.quarkus.websockets.next.traffic";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class))
            .overrideRuntimeConfigKey("quarkus.websockets-next.server.traffic-logging.enabled", "true")
            .overrideRuntimeConfigKey("quarkus.websockets-next.server.traffic-logging.text-payload-limit", "12")
            .overrideRuntimeConfigKey("quarkus.log.category.\"" + CATEGORY + "\".level", "DEBUG")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {
        @OnTextMessage
        String echo(String text) {
            return text;
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private static String withoutId(String line) {
        return line.replaceAll(", id=[^\\]]+", ", id=*");
    }

    /** Those of the fan-out follow the one that Quarkus itself has sent, and differ from it in nothing but the payload. */
    @Test
    void messagesToAGroup() {
        Group group = channelBox.group("room");
        try (LogLines lines = new LogLines(CATEGORY); WsClient client = WsClient.open(base, "/room")) {
            client.send("short");
            assertEquals("short", client.next());
            // Quarkus writes its line when the frame is on its way: the client may have it before.
            await().until(() -> lines.with("sent text").size() == 1);
            for (int i = 0; i < 5; i++) {
                group.sendAndAwait("message number " + i);
            }
            client.next(5);
            group.sendAndAwait(new byte[] { 1, 2, 3 });
            client.nextBytes();
            await().until(() -> lines.with("sent binary").size() == 1);
            String own = withoutId(lines.with("sent text").get(0));
            assertTrue(own.endsWith("\nshort"), own);
            String words = own.substring(0, own.length() - "short".length());
            assertEquals(Stream.concat(Stream.of("short"), Stream.generate(() -> "message numb...").limit(5))
                    .map(words::concat).toList(), lines.with("sent text").stream().map(TrafficLogTest::withoutId).toList());
            assertTrue(lines.with("sent binary").get(0).contains("Payload[3 bytes]"), lines.all()::toString);
        }
    }

    /** Slices of the log, frames of the subprotocol, and the commands that no endpoint sees. */
    @Test
    void theSubprotocol() {
        Group group = channelBox.group("room");
        String first = group.sendAndAwait("a", SendOptions.saveHistory()).id().orElseThrow();
        group.sendAndAwait("b", SendOptions.saveHistory());
        try (LogLines lines = new LogLines(CATEGORY);
                ProtocolClient client = ProtocolClient.open(base, "/room?resume=room@" + first)) {
            client.next(2);
            client.answerTo(client.ask("leave", "group", "room"));
            await().until(() -> lines.with("sent text").size() == 4);
            List<String> sent = lines.with("sent text").stream().map(line -> line.substring(line.indexOf('\n') + 1)).toList();
            assertEquals(Stream.of("hel", "joi", "mes", "lef").map(type -> "{\"type\":\"" + type + "...").toList(), sent);
            assertEquals(1, lines.with("received text message").size(), lines.all()::toString);
        }
    }
}
