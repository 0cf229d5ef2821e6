package io.quarkiverse.channelbox.chat.siege;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Reads many connections and does nothing with what comes. */
final class Drain {

    private static final int TICK_MILLIS = 100;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

    Drain() throws IOException {
    }

    void add(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** Until they are over. */
    void run(Attackers attackers) throws IOException {
        while (!attackers.isOver()) {
            selector.select(this::read, TICK_MILLIS);
        }
    }

    private void read(SelectionKey key) {
        try {
            if (((SocketChannel) key.channel()).read(buffer.clear()) < 0) {
                key.cancel();
            }
        } catch (IOException e) {
            key.cancel();
        }
    }
}
