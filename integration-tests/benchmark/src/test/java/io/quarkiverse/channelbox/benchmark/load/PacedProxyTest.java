package io.quarkiverse.channelbox.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacedProxyTest {

    @Test
    void itBringsAllAndNotTooEarly() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket("127.0.0.1", new PacedProxy(listener.getLocalPort(), 100_000).port());
                Socket server = listener.accept()) {
            client.getOutputStream().write(7);
            assertEquals(7, server.getInputStream().read());

            byte[] sent = new byte[20_000];
            sent[sent.length - 1] = 1;
            long start = System.nanoTime();
            server.getOutputStream().write(sent);
            server.shutdownOutput();
            assertArrayEquals(sent, client.getInputStream().readAllBytes());
            // A tenth of a second's may have been saved up.
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(95));
        }
    }
}
