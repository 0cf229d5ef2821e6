package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A client that does not read is closed with 1013, or misses messages, as configured; the others get everything. */
class SlowConsumerTest {

    private static final String LARGE = "x".repeat(20_000);
    /** More than the buffers of both sockets and the bound hold. */
    private static final int MESSAGES = 2000;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Close.class, Drop.class, Left.class, SlowCounts.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "100K")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"drop\".slow-consumer", "drop");

    @WebSocket(path = "/close")
    @ChannelGroup("close")
    public static class Close {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/drop")
    @ChannelGroup("drop")
    public static class Drop {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    SlowCounts slowConsumers;

    @Inject
    Left left;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty() && left.isToldOfAll());
        left.reasons.clear();
    }

    /** Sends until the condition of the slow one holds; the other one reads every message. */
    private void flood(Group group, WsClient other, BooleanSupplier enough) {
        int sent = 0;
        while (!enough.getAsBoolean()) {
            assertTrue(sent < MESSAGES, "the slow one was never noticed");
            group.sendAndAwait(sent + LARGE);
            assertEquals(sent + LARGE, other.next());
            sent++;
        }
    }

    @Test
    void isDisconnected() {
        Group group = channelBox.group("close");
        long before = slowConsumers.disconnected();
        try (WsClient slow = WsClient.open(base, "/close"); WsClient other = WsClient.open(base, "/close")) {
            slow.pause();
            flood(group, other, () -> group.local().size() == 1);
            // It reads again in time: what was sent before comes, and then the reason.
            slow.resume();
            assertEquals(1013, slow.closeCode());
            // It is no member any more a moment before its end is told and counted.
            await().until(() -> left.reasons.equals(List.of(LeaveReason.SLOW_CONSUMER)));
            await().until(() -> slowConsumers.disconnected() == before + 1);
            assertFalse(other.isClosed());
            List<String> seen = slow.next(slow.waiting());
            for (int i = 0; i < seen.size(); i++) {
                assertEquals(i + LARGE, seen.get(i));
            }
        }
    }

    /** It never reads again, not even the close frame: in the end it has nobody to write to. */
    @Test
    void isCutOff() throws IOException {
        Group group = channelBox.group("close");
        try (Socket slow = RawWebSocket.open(base, "/close"); WsClient other = WsClient.open(base, "/close")) {
            flood(group, other, () -> group.local().size() == 1);
            await().until(() -> {
                try {
                    RawWebSocket.ping(slow);
                    return false;
                } catch (IOException cutOff) {
                    return true;
                }
            });
        }
    }

    /** A client of the subprotocol is told what it missed, and what was stored of it can be had. */
    @Test
    void isToldWhatItMissed() throws IOException {
        Group group = channelBox.group("drop");
        long droppedBefore = slowConsumers.dropped();
        try (ProtocolClient slow = ProtocolClient.open(base, "/drop"); WsClient other = WsClient.open(base, "/drop")) {
            slow.next();
            flood(group, other, () -> slowConsumers.dropped() > droppedBefore + 10);
            int seen = 0;
            int missed = 0;
            for (String last = ""; !last.equals("end");) {
                if (slow.isEmpty()) {
                    group.sendAndAwait("end");
                    other.next();
                }
                JsonNode frame = slow.next();
                if (frame.get("type").asText().equals("gap")) {
                    missed += frame.get("missed").asInt();
                } else {
                    last = frame.get("data").asText();
                    if (!last.equals("end")) {
                        // What was dropped was told before what came after it.
                        assertEquals(seen + missed + LARGE, last);
                        seen++;
                    }
                }
            }
            assertTrue(missed > 10);
            assertEquals(droppedBefore + missed, slowConsumers.dropped());
        }
    }

    /** Nothing more is sent: it is told all the same, as soon as it has read what it was given. */
    @Test
    void isToldInAQuietGroup() throws IOException {
        Group group = channelBox.group("drop");
        long droppedBefore = slowConsumers.dropped();
        try (ProtocolClient slow = ProtocolClient.open(base, "/drop"); WsClient other = WsClient.open(base, "/drop")) {
            slow.next();
            flood(group, other, () -> slowConsumers.dropped() > droppedBefore + 10);
            int missed = 0;
            while (missed < slowConsumers.dropped() - droppedBefore) {
                JsonNode frame = slow.next();
                missed += frame.path("missed").asInt();
            }
            assertEquals(slowConsumers.dropped() - droppedBefore, missed);
        }
    }

    @Test
    void missesMessages() {
        Group group = channelBox.group("drop");
        long droppedBefore = slowConsumers.dropped();
        try (WsClient slow = WsClient.open(base, "/drop"); WsClient other = WsClient.open(base, "/drop")) {
            slow.pause();
            flood(group, other, () -> slowConsumers.dropped() > droppedBefore + 10);
            assertEquals(2, group.local().size());
            slow.resume();
            // It is served again as soon as it reads again.
            List<String> seen = new ArrayList<>();
            await().until(() -> {
                group.sendAndAwait("end");
                assertEquals("end", other.next());
                seen.addAll(slow.next(slow.waiting()));
                return seen.contains("end");
            });
            assertFalse(slow.isClosed());
            assertEquals(List.of(), left.reasons);
        }
    }
}
