package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Opens the connections of the load client, and tells when there is something to read: one thread, one selector. */
final class Connector {

    private static final int PATIENCE_SECONDS = 30;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
    private final Protocol protocol;
    private final String path;

    /** Reads a connection that has something to read. */
    interface Reading {
        void read(Member member) throws IOException;
    }

    Connector(Protocol protocol, String path) throws IOException {
        this.protocol = protocol;
        this.path = path;
    }

    /** What is read goes through it. */
    ByteBuffer buffer() {
        return buffer;
    }

    /** Asks for the upgrade, and does not wait for it. */
    Member open(int port, List<Group> groups, Window window, Reading reading) throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.configureBlocking(false);
        Member member = new Member(groups.stream().map(group -> group.name).toList(), window, protocol, socket);
        socket.register(selector, SelectionKey.OP_READ, (Runnable) () -> {
            try {
                reading.read(member);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        member.upgrade(path, port);
        return member;
    }

    void await(BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("Connections were not ready in time");
            }
            poll(10);
        }
    }

    /** @param millis 0: without waiting */
    void poll(long millis) throws IOException {
        if (millis > 0) {
            selector.select(Connector::read, millis);
        } else {
            selector.selectNow(Connector::read);
        }
    }

    private static void read(SelectionKey key) {
        ((Runnable) key.attachment()).run();
    }
}
