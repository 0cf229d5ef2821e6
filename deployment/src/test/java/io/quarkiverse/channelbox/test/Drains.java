package io.quarkiverse.channelbox.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.quarkiverse.channelbox.testclient.RawWebSocket;

/** Many WebSockets that one thread reads, and throws away what comes: as cheap as readers can be. */
final class Drains implements AutoCloseable {

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger closed = new AtomicInteger();
    private final Thread reader = new Thread(this::read, "drains");
    private volatile boolean isOver;

    Drains(URI base, String path, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(base.getHost(), base.getPort()));
            RawWebSocket.upgrade(channel.socket(), base, path);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
        reader.start();
    }

    /** How many have come. */
    long bytes() {
        return bytes.get();
    }

    /** How many of them the server has closed. */
    int closed() {
        return closed.get();
    }

    private void read() {
        try {
            while (!isOver) {
                selector.select(this::read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key) {
        int length;
        try {
            length = ((SocketChannel) key.channel()).read(buffer.clear());
        } catch (IOException e) {
            length = -1;
        }
        if (length < 0) {
            key.cancel();
            closed.incrementAndGet();
        } else {
            bytes.addAndGet(length);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        isOver = true;
        selector.wakeup();
        reader.join();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
