package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** Members of one group on real sockets, which a thread of their own reads. */
public final class Crowd implements AutoCloseable {

    private static final int CONNECTING = 50;

    private final int port;
    private final String subprotocol;
    private final String path;
    private final int receiveBuffer;
    private final Selector selector = Selector.open();
    private final List<Listener> listeners = new ArrayList<>();
    private final Thread thread = new Thread(this::read, "crowd");
    private volatile boolean isOpen = true;

    public Crowd(int port, String group) throws IOException {
        this(port, group, null, 0);
    }

    /**
     * @param subprotocol may be {@code null}
     * @param receiveBuffer about how many bytes the system takes for a member that does not read; 0: as many as it likes
     */
    public Crowd(int port, String group, String subprotocol, int receiveBuffer) throws IOException {
        this.port = port;
        this.receiveBuffer = receiveBuffer;
        this.path = "/channel-box/" + group;
        this.subprotocol = subprotocol;
        thread.setDaemon(true);
        thread.start();
    }

    /** Adds members one after the other, a few at a time, so that no queue of the server overflows. */
    public Crowd connect(int members) throws IOException, InterruptedException {
        for (int i = 0; i < members; i++) {
            upgrade(open());
            if (i % CONNECTING == CONNECTING - 1) {
                await(30, Listener::isReady);
            }
        }
        await(30, Listener::isReady);
        return this;
    }

    /** Adds members that ask for the upgrade at the same time. */
    public void connectAtOnce(int members) throws IOException {
        List<SocketChannel> sockets = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            sockets.add(open());
        }
        for (SocketChannel socket : sockets) {
            upgrade(socket);
        }
    }

    private SocketChannel open() throws IOException {
        SocketChannel socket = SocketChannel.open();
        if (receiveBuffer > 0) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    private void upgrade(SocketChannel socket) throws IOException {
        ByteBuffer request = Handshake.request(path, port, subprotocol);
        Listener listener = new Listener(socket, subprotocol);
        socket.write(request);
        socket.configureBlocking(false);
        listener.key(socket.register(selector, SelectionKey.OP_READ, listener));
        listeners.add(listener);
        selector.wakeup();
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
        while (isOpen) {
            try {
                selector.select(key -> ((Listener) key.attachment()).read(buffer), 100);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Lets all of them read, or none. */
    public void reads(boolean doesRead) {
        listeners.forEach(listener -> listener.reads(doesRead));
        selector.wakeup();
    }

    /** Waits until all that have not ended fulfil a condition; returns whether they did in time. */
    public boolean await(int seconds, Predicate<Listener> condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!listeners.stream().allMatch(listener -> listener.hasEnded() || condition.test(listener))) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return true;
    }

    public long count(Predicate<Listener> condition) {
        return listeners.stream().filter(condition).count();
    }

    public LongStream values(ToLongFunction<Listener> value) {
        return listeners.stream().mapToLong(value);
    }

    public long max(ToLongFunction<Listener> value) {
        return values(value).max().orElse(0);
    }

    @Override
    public void close() throws InterruptedException, IOException {
        isOpen = false;
        selector.wakeup();
        thread.join();
        for (Listener listener : listeners) {
            listener.socket().close();
        }
        selector.close();
    }
}
