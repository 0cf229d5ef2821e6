package io.quarkiverse.channelbox.benchmark.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A member that never reads: what is sent to it fills the buffers of the system, and then those of the server. Once it has been
 * cut off another one takes its place, so that there is one all the time.
 */
final class StalledMember implements Runnable {

    private static final int PROBE_MILLIS = 50;
    /** It says that the client is alive, and nothing needs to answer it; with an empty mask. */
    private static final byte[] PONG = { (byte) 0x8A, (byte) 0x80, 0, 0, 0, 0 };

    private final String path;
    private final int port;
    private final Protocol protocol;
    /** Epoch milliseconds. */
    private final List<Long> cutOffs = new CopyOnWriteArrayList<>();

    StalledMember(String path, int port, Protocol protocol) {
        this.path = path;
        this.port = port;
        this.protocol = protocol;
    }

    void start() {
        Thread thread = new Thread(this, "stalled member");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        while (true) {
            try (SocketChannel socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
                upgrade(socket);
                awaitCutOff(socket);
                cutOffs.add(System.currentTimeMillis());
            } catch (IOException | InterruptedException e) {
                // It is missed where it is to be seen: it was never cut off.
                return;
            }
        }
    }

    private void upgrade(SocketChannel socket) throws IOException {
        socket.write(Handshake.request(path, port, protocol.subprotocol()));
        ByteBuffer answer = ByteBuffer.allocate(1024);
        while (Handshake.readAnswer(answer.array(), answer.position(), protocol.subprotocol()) == 0) {
            if (socket.read(answer.limit(answer.position() + 1)) < 0) {
                throw new EOFException("The server closed a connection");
            }
        }
    }

    /**
     * The end of the connection cannot be read, since it is behind all that is not read. But a connection that was cut off
     * does not take what is written to it. What is written keeps the server from taking the silence for the client's end:
     * only its bound on unsent bytes is to act.
     */
    private static void awaitCutOff(SocketChannel socket) throws InterruptedException {
        try {
            while (true) {
                socket.write(ByteBuffer.wrap(PONG));
                Thread.sleep(PROBE_MILLIS);
            }
        } catch (IOException cutOff) {
            return;
        }
    }

    /** As {@code key=value} pairs. */
    String results() {
        StringBuilder results = new StringBuilder();
        for (int i = 0; i < cutOffs.size(); i++) {
            results.append(" cutOff").append(i).append('=').append(cutOffs.get(i));
        }
        return results.toString();
    }
}
