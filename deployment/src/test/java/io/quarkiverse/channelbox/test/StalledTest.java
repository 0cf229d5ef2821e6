package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.TcpProxy;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.OpenConnections;
import io.quarkus.websockets.next.WebSocket;

/** A socket that takes nothing for pong-timeout, although something waits, is cut off; one that takes a little is not. */
@Tag("long")
class StalledTest {

    private static final String LARGE = "x".repeat(40_000);
    private static final int MESSAGES = 20;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Left.class, NarrowSockets.class, SlowCounts.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.pong-timeout", "1s")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"drop-{id}\".slow-consumer", "drop")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"drop-{id}\".max-buffered", "100K")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"catch-{id}\".slow-consumer", "catch-up")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"catch-{id}\".max-buffered", "100K");

    @WebSocket(path = "/{policy}")
    @ChannelGroup("{policy}-1")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    SlowCounts slowConsumers;

    @Inject
    OpenConnections connections;

    @Inject
    Left left;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty() && left.isToldOfAll());
        left.reasons.clear();
    }

    private void send(String policy) {
        Group group = channelBox.group(policy + "-1");
        for (int i = 0; i < MESSAGES; i++) {
            group.sendAndAwait(LARGE, SendOptions.saveHistory());
        }
    }

    /** Of close no more waits than may: it is not for that. */
    @ParameterizedTest
    @ValueSource(strings = { "close", "drop", "catch" })
    void isCutOff(String policy) throws IOException {
        long stalled = slowConsumers.stalled();
        long disconnected = slowConsumers.disconnected();
        try (Socket socket = RawWebSocket.openNarrow(base, "/" + policy)) {
            send(policy);
            await().until(() -> left.reasons.equals(List.of(LeaveReason.SLOW_CONSUMER)));
            assertEquals(stalled + 1, slowConsumers.stalled());
            assertEquals(disconnected, slowConsumers.disconnected());
            // There is nobody to write to.
            await().until(() -> isCutOff(socket));
        }
    }

    /** Also where it is not the extension that closes, but the endpoint, or Quarkus for an identity that has expired. */
    @Test
    void whoNeverAnswersACloseFrameIsCutOff() throws IOException {
        try (Socket socket = RawWebSocket.openNarrow(base, "/close")) {
            await().until(() -> channelBox.group("close-1").local().size() == 1);
            connections.forEach(each -> each.close(new CloseReason(1008, "for whatever reason")).subscribe().with(closed -> {
            }, failure -> {
            }));
            await().until(() -> channelBox.group("close-1").local().size() == 0);
            // Netty itself would wait for 10 s.
            await().atMost(9, TimeUnit.SECONDS).until(() -> isCutOff(socket));
        }
    }

    private static boolean isCutOff(Socket socket) {
        try {
            RawWebSocket.ping(socket);
            return false;
        } catch (IOException cutOff) {
            return true;
        }
    }

    /** What waits for it takes four times as long as it may take nothing. */
    @Test
    void whoTakesALittleAllTheTimeStays() {
        long stalled = slowConsumers.stalled();
        try (TcpProxy network = TcpProxy.to(base)) {
            network.pace(MESSAGES * LARGE.length() / 4);
            try (WsClient client = WsClient.open(network.uri(), "/close")) {
                long start = System.nanoTime();
                send("close");
                client.next(MESSAGES);
                assertTrue(System.nanoTime() - start > 3_000_000_000L, "it was not slow");
                assertEquals(stalled, slowConsumers.stalled());
            }
        }
    }
}
