package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.runtime.inbound.Unfinished;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.RawFrames;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Many clients that each begin a message, as large as it may be, and never end it do not fill the node. */
class UnfinishedMessagesTest {

    private static final int BOUND = 512 * 1024;
    private static final int FRAME = 60_000;
    private static final int CLIENTS = 40;
    /** Of each event loop one client may be over it for the moment until somebody is closed. */
    private static final int SLACK = Math.max(8, 2 * Runtime.getRuntime().availableProcessors()) * 2 * FRAME;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(Echo.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.inbound.max-pending", "1M");

    @WebSocket(path = "/echo")
    @ChannelGroup("all")
    public static class Echo {
        @OnTextMessage
        String length(String text) {
            return String.valueOf(text.length());
        }
    }

    @Inject
    Unfinished unfinished;

    @TestHTTPResource("/")
    URI base;

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void allIsGivenBack() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        await().until(() -> unfinished.bytes() == 0);
    }

    private Socket open(String... headers) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(20_000);
        RawWebSocket.upgrade(socket, base, "/echo", headers);
        sockets.add(socket);
        return socket;
    }

    /** The oldest ones are told to come again; who is honest gets on. */
    private void assertThatThereIsRoom() throws IOException {
        await().until(() -> unfinished.bytes() <= BOUND);
        String text = "y".repeat(1000);
        try (WsClient honest = WsClient.open(base, "/echo");
                ProtocolClient inParts = ProtocolClient.open(base, "/echo")) {
            honest.send(text);
            assertEquals("1000", honest.next());
            inParts.sendInParts(text.repeat(50), text.repeat(50), text.repeat(50));
            String answer = inParts.nextText();
            while (!answer.equals("150000")) {
                answer = inParts.nextText();
            }
        }
        RawFrames.Frame last = RawFrames.read(sockets.get(0).getInputStream());
        while (last.opcode() != 8) {
            // What else it was sent.
            last = RawFrames.read(sockets.get(0).getInputStream());
        }
        assertEquals(1013, last.closeCode());
    }

    @Test
    void framesOfWhichBytesAreMissing() throws IOException {
        byte[] frame = RawFrames.masked(0x81, "x".repeat(FRAME));
        for (int i = 0; i < CLIENTS; i++) {
            open().getOutputStream().write(frame, 0, frame.length - 1);
            assertTrue(unfinished.bytes() <= BOUND + SLACK, () -> unfinished.bytes() + " bytes");
        }
        assertThatThereIsRoom();
    }

    @Test
    void messagesOfWhichFramesAreMissing() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            Socket socket = open();
            byte[] first = RawFrames.masked(0x01, "x".repeat(FRAME));
            byte[] more = RawFrames.masked(0x00, "x".repeat(FRAME));
            socket.getOutputStream().write(RawFrames.all(first, more));
            assertTrue(unfinished.bytes() <= BOUND + SLACK, () -> unfinished.bytes() + " bytes");
        }
        assertThatThereIsRoom();
    }

    @Test
    void commandsToo() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            Socket socket = open("Sec-WebSocket-Protocol: channelbox.v1");
            byte[] first = RawFrames.masked(0x01, "{\"channelbox\":\"event\",\"event\":\"x\",\"data\":\"" + "x".repeat(FRAME));
            byte[] more = RawFrames.masked(0x00, "x".repeat(FRAME));
            socket.getOutputStream().write(RawFrames.all(first, more));
            assertTrue(unfinished.bytes() <= BOUND + SLACK, () -> unfinished.bytes() + " bytes");
        }
        assertThatThereIsRoom();
    }
}
