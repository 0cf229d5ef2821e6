package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelBoxStopping;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/**
 * At the end of the application everybody who reads gets what was sent before, and then 1001: members, and those of
 * the subprotocol that are in no group, however many others take nothing.
 */
class ShutdownTest {

    private static final int STALLED = 300;
    private static final int READERS = 100;
    private static final int ALONE = 20;
    private static final String GOODBYE = "goodbye";
    /** Of the process: the application that stops and the JUnit that looks at it then have their own copies of this class. */
    private static final String SOCKETS = "channel-box.test.sockets";
    private static final String V1 = "Sec-WebSocket-Protocol: " + ProtocolClient.SUBPROTOCOL;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Alone.class, Farewell.class, NarrowSockets.class,
                    SlowCounts.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.slow-consumer", "drop")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "64K")
            .overrideRuntimeConfigKey("quarkus.channel-box.pong-timeout", "60s")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false")
            .setAfterUndeployListener(ShutdownTest::everybodyWasTold);

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    @ChannelGroup("all")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    /** What is said at the end is heard before the close frame. */
    @Singleton
    public static class Farewell {
        void say(@Observes ChannelBoxStopping end, ChannelBox channelBox) {
            channelBox.group("all").sendAndForget(GOODBYE);
        }
    }

    @WebSocket(path = "/alone")
    public static class Alone {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    SlowCounts slowConsumers;

    @TestHTTPResource("/")
    URI base;

    private Socket open(String path, String... headers) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(20_000);
        RawWebSocket.upgrade(socket, base, path, headers);
        return socket;
    }

    /** The application is stopped after it; see below. */
    @Test
    void begins() throws IOException {
        List<Socket> stalled = new ArrayList<>();
        List<Socket> readers = new ArrayList<>();
        List<Socket> alone = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            readers.add(i % 2 == 0 ? open("/room/reads") : open("/room/reads", V1));
        }
        for (int i = 0; i < STALLED; i++) {
            stalled.add(RawWebSocket.openNarrow(base, "/room/stalled"));
        }
        for (int i = 0; i < ALONE; i++) {
            alone.add(open("/alone", V1));
        }
        System.getProperties().put(SOCKETS, Map.of("stalled", stalled, "readers", readers, "alone", alone));
        Group group = channelBox.group("room-stalled");
        String large = "x".repeat(40_000);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            long before = slowConsumers.dropped();
            group.sendAndAwait(large);
            await().until(() -> group.local().size() == STALLED);
            return slowConsumers.dropped() >= before + STALLED;
        });
        assertEquals(READERS + STALLED, channelBox.group("all").local().size());
    }

    @SuppressWarnings("unchecked")
    private static void everybodyWasTold() {
        Map<String, List<Socket>> sockets = (Map<String, List<Socket>>) System.getProperties().remove(SOCKETS);
        try {
            for (Socket reader : sockets.get("readers")) {
                List<String> frames = readAll(reader);
                assertEquals("1001", frames.get(frames.size() - 1), frames::toString);
                assertTrue(frames.get(frames.size() - 2).contains(GOODBYE), frames::toString);
            }
            for (Socket reader : sockets.get("alone")) {
                List<String> frames = readAll(reader);
                assertEquals("1001", frames.get(frames.size() - 1));
            }
            for (List<Socket> each : sockets.values()) {
                for (Socket socket : each) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came, up to the code of the close frame. */
    private static List<String> readAll(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        List<String> frames = new ArrayList<>();
        while (true) {
            int opcode = in.readUnsignedByte() & 0xF;
            int length = in.readUnsignedByte();
            byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
            in.readFully(payload);
            if (opcode == 0x8) {
                frames.add(String.valueOf(ByteBuffer.wrap(payload).getShort()));
                return frames;
            }
            frames.add(new String(payload, StandardCharsets.UTF_8));
        }
    }
}
