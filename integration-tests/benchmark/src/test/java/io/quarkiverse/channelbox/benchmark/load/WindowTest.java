package io.quarkiverse.channelbox.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final int FRAME = 6 + Latencies.stamp().length();

    private final Group group = new Group("g", true);
    private ServerSocketChannel listener;
    private SocketChannel client;
    private SocketChannel server;

    @BeforeEach
    void connect() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        client = SocketChannel.open(listener.getLocalAddress());
        server = listener.accept();
        group.members.add(new Member(List.of("g"), Window.none(), Protocol.PLAIN, client));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        listener.close();
    }

    @Test
    void aMessageThatAllHaveMakesRoomForTheNext() throws IOException {
        Window window = new Window(List.of(group), 2, 3, false);
        assertTrue(window.fill(""));
        assertSent(3);
        window.delivered(1);
        assertFalse(window.fill(""));
        window.delivered(1);
        assertTrue(window.fill(""));
        assertSent(1);
    }

    @Test
    void aBurstComesWhenAllHaveTheLastOne() throws IOException {
        Window window = new Window(List.of(group), 2, 3, true);
        assertTrue(window.fill(""));
        assertSent(3);
        window.delivered(5);
        assertFalse(window.fill(""));
        window.delivered(1);
        assertTrue(window.fill(""));
        assertSent(3);
    }

    private void assertSent(int messages) throws IOException {
        ByteBuffer frames = ByteBuffer.allocate(messages * FRAME);
        while (frames.hasRemaining()) {
            server.read(frames);
        }
        server.configureBlocking(false);
        assertEquals(0, server.read(ByteBuffer.allocate(1)));
        server.configureBlocking(true);
    }
}
