package io.quarkiverse.channelbox.chat.siege;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.channelbox.testclient.RawWebSocket;

/** Those who attack at the same time, each in a thread of its own, again and again until they are closed. */
final class Attackers implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final URI base;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger times = new AtomicInteger();
    private volatile boolean isOver;
    private volatile Throwable failure;

    /** What one of them does; it begins anew when the server has had enough of it. */
    interface Action {
        void act() throws IOException;
    }

    Attackers(URI base) {
        this.base = base;
    }

    URI base() {
        return base;
    }

    boolean isOver() {
        return isOver;
    }

    /** How often they have begun. */
    int times() {
        return times.get();
    }

    /** Sets so many to work. */
    void begin(int count, Action action) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> repeat(action), "attacker");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void repeat(Action action) {
        while (!isOver) {
            times.incrementAndGet();
            try {
                action.act();
            } catch (IOException | UncheckedIOException e) {
                // The server has cut it off, as it should, or it is over.
            } catch (RuntimeException | Error e) {
                failure = e;
                return;
            }
        }
    }

    /** A TCP connection that is closed in the end. */
    Socket connect() throws IOException {
        return keep(new Socket());
    }

    /** A WebSocket that nobody reads, for which the system takes little. */
    Socket openUnread(String path, String... headers) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        return upgrade(keep(socket), path, headers);
    }

    /** A WebSocket over a channel. */
    SocketChannel openChannel(String path, String... headers) throws IOException {
        SocketChannel channel = SocketChannel.open();
        upgrade(keep(channel.socket()), path, headers);
        return channel;
    }

    Socket open(String path, String... headers) throws IOException {
        return upgrade(connect(), path, headers);
    }

    private Socket keep(Socket socket) throws IOException {
        sockets.add(socket);
        if (isOver) {
            drop(socket);
            throw new IOException("It is over");
        }
        socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private Socket upgrade(Socket socket, String path, String... headers) throws IOException {
        RawWebSocket.upgrade(socket, base, path, headers);
        return socket;
    }

    /** Breaks a connection. */
    void drop(Socket socket) {
        sockets.remove(socket);
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It was broken already.
        }
    }

    /** Ends the attack: breaks all connections. Fails if one of them could not do what it should. */
    @Override
    public void close() throws InterruptedException {
        isOver = true;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                sockets.forEach(this::drop);
                thread.join(100);
            }
        }
        sockets.forEach(this::drop);
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }
}
