package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A slow network: it brings what a server sends on each connection with so many bytes a second, and not more; what the client
 * sends at once. The buffers of the system hold what the server sends beyond that, and then the server has to. A thread of its
 * own does it.
 */
final class PacedProxy {

    private static final int TICK_MILLIS = 20;
    /** The system of the slow side takes no more than about this. */
    private static final int RECEIVE_BUFFER = 16 * 1024;

    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Selector selector = Selector.open();
    private final InetSocketAddress server;
    private final int bytesPerSecond;
    private final List<Link> links = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

    /** One connection: its two ends, and what it may bring now. */
    private record Link(SocketChannel client, SocketChannel server, Pace pace) {

        void close() throws IOException {
            client.close();
            server.close();
        }
    }

    PacedProxy(int serverPort, int bytesPerSecond) throws IOException {
        this.server = new InetSocketAddress("127.0.0.1", serverPort);
        this.bytesPerSecond = bytesPerSecond;
        listener.bind(new InetSocketAddress("127.0.0.1", 0), 1024);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(this::run, "paced proxy");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private void run() {
        try {
            while (true) {
                long tick = System.nanoTime() + TICK_MILLIS * 1_000_000L;
                for (long left = TICK_MILLIS; left > 0; left = (tick - System.nanoTime()) / 1_000_000) {
                    selector.select(this::ready, left);
                }
                links.removeIf(link -> !bring(link));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() == null) {
            accept();
        } else if (!forward((Link) key.attachment())) {
            key.cancel();
        }
    }

    private void accept() {
        try {
            for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
                SocketChannel behind = SocketChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
                behind.connect(server);
                behind.configureBlocking(false);
                client.configureBlocking(false);
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                behind.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Link link = new Link(client, behind, new Pace(bytesPerSecond, System.nanoTime()));
                client.register(selector, SelectionKey.OP_READ, link);
                links.add(link);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean forward(Link link) {
        return copy(link, link.client(), link.server(), buffer.capacity()) >= 0;
    }

    private boolean bring(Link link) {
        int allowed = link.pace().allowed(System.nanoTime(), buffer.capacity());
        int brought = copy(link, link.server(), link.client(), allowed);
        link.pace().used(Math.max(0, brought));
        return brought >= 0;
    }

    /** Returns how much there was, negative if the link has ended: with one end of it the other one does, too. */
    private int copy(Link link, SocketChannel from, SocketChannel to, int limit) {
        buffer.clear().limit(limit);
        try {
            int read = from.read(buffer);
            if (read < 0) {
                link.close();
                return read;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
            return read;
        } catch (IOException ended) {
            try {
                link.close();
            } catch (IOException alreadyClosed) {
                throw new IllegalStateException(alreadyClosed);
            }
            return -1;
        }
    }
}
