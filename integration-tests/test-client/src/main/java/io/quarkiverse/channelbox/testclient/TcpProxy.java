package io.quarkiverse.channelbox.testclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The network between clients and a server of this machine, which a test can cut and slow down. */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 65_536;
    /** So little that a server feels the pace. */
    private static final int PACED_BUFFER_BYTES = 8 * 1024;

    /**
     * What is not let through until it is released.
     *
     * @param text what contains it; {@code null} for all that the server answers
     */
    private record Hold(String text, CountDownLatch begun, CountDownLatch over) {

        Hold(String text) {
            this(text, new CountDownLatch(1), new CountDownLatch(1));
        }

        void pass(byte[] buffer, int length, boolean isAnswer) throws InterruptedIOException {
            if (text == null ? isAnswer : new String(buffer, 0, length, ISO_8859_1).contains(text)) {
                begun.countDown();
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
            }
        }
    }

    private volatile int target;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger upgrades = new AtomicInteger();
    private volatile ServerSocket server;
    private volatile Future<?> acceptor;
    /** {@code null} if there never was one. */
    private volatile Hold hold;
    /** Bytes per second; 0: as fast as it goes. */
    private volatile int pace;

    private TcpProxy(int target) throws IOException {
        this.target = target;
        this.server = Scratch.listen();
        this.port = server.getLocalPort();
        accept(server);
    }

    /** To the server of that address. */
    public static TcpProxy to(URI server) {
        return to(server.getPort());
    }

    /** To the server on that port. */
    public static TcpProxy to(int port) {
        try {
            return new TcpProxy(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://localhost:" + port);
    }

    public int port() {
        return port;
    }

    /** How many connections wanted to become a WebSocket, whether they got through or not. */
    public int upgrades() {
        return upgrades.get();
    }

    /** Breaks all connections; new ones are accepted. */
    public void drop() {
        // Not those that are made because of it.
        List.copyOf(sockets).forEach(TcpProxy::close);
    }

    /** Breaks all connections, and nobody gets through until it is {@link #restore restored}. */
    public void cut() {
        try {
            server.close();
            // The port is not free before the thread that accepts has noticed.
            acceptor.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        drop();
    }

    /** Does not let through what contains a text, nor what follows on that connection. */
    public void hold(String text) {
        hold = new Hold(text);
    }

    /** Each connection that is made from now on lets through so much of what the server answers in a second. */
    public void pace(int bytesPerSecond) {
        pace = bytesPerSecond;
    }

    /** Lets the server have what it is sent, and nothing through that it answers, on whichever connection. */
    public void holdAnswers() {
        hold = new Hold(null);
    }

    /** Something is being held. */
    public boolean isHolding() {
        Hold current = hold;
        return current != null && current.begun().getCount() == 0;
    }

    /** What was held goes on, if its connection is still there. */
    public void release() {
        hold.over().countDown();
    }

    /** Where new connections lead to from now on; those that are there stay. */
    public void lead(int toPort) {
        target = toPort;
    }

    public void restore() {
        try {
            server = Scratch.listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accept(server);
    }

    private void accept(ServerSocket listening) {
        acceptor = threads.submit(() -> {
            try {
                while (true) {
                    Socket client = listening.accept();
                    // At once, so that a cut breaks it.
                    sockets.add(client);
                    threads.execute(() -> connect(client));
                }
            } catch (IOException e) {
                // It was cut.
            }
        });
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        sockets.add(upstream);
        try (client; upstream) {
            byte[] first = new byte[8192];
            int length = client.getInputStream().read(first);
            if (length > 0) {
                if (new String(first, 0, length, ISO_8859_1).toLowerCase().contains("\r\nupgrade: websocket")) {
                    upgrades.incrementAndGet();
                }
                int bytesPerSecond = pace;
                if (bytesPerSecond > 0) {
                    upstream.setReceiveBufferSize(PACED_BUFFER_BYTES);
                }
                upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                threads.execute(() -> pump(upstream, client, true, bytesPerSecond));
                pass(first, length, upstream, false);
                pump(client, upstream, false, 0);
            }
        } catch (IOException e) {
            // The server is not there.
        } finally {
            sockets.remove(client);
            sockets.remove(upstream);
        }
    }

    /** @param bytesPerSecond 0: as fast as it goes */
    private void pump(Socket from, Socket to, boolean isAnswer, int bytesPerSecond) {
        try (from; to) {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[bytesPerSecond > 0 ? PACED_BUFFER_BYTES : BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                long begun = System.nanoTime();
                pass(buffer, length, to, isAnswer);
                if (bytesPerSecond > 0) {
                    takeUntil(begun + length * 1_000_000_000L / bytesPerSecond);
                }
            }
        } catch (IOException e) {
            // One of them has ended, and the other one with it.
        }
    }

    private static void takeUntil(long nanoTime) {
        for (long rest = nanoTime - System.nanoTime(); rest > 0; rest = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }

    private void pass(byte[] buffer, int length, Socket to, boolean isAnswer) throws IOException {
        Hold current = hold;
        if (current != null) {
            current.pass(buffer, length, isAnswer);
        }
        to.getOutputStream().write(buffer, 0, length);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        threads.shutdownNow();
    }
}
