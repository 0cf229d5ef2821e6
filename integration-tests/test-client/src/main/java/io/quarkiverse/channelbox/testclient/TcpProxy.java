package io.quarkiverse.channelbox.testclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The network between clients and a server of this machine, which a test can cut. */
public final class TcpProxy implements AutoCloseable {

    private static final int FIRST_PORT = 20_000;
    /** The system's own begin here, on Linux. */
    private static final int LAST_PORT = 32_768;

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
    /** What is not let through for now; {@code null} if everything is. */
    private volatile String held;
    private final CountDownLatch holding = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private TcpProxy(int target) throws IOException {
        this.target = target;
        this.server = listenAnywhere();
        this.port = server.getLocalPort();
    }

    /** Not on a port that the system may give to somebody else while the network is cut. */
    private ServerSocket listenAnywhere() throws IOException {
        while (true) {
            try {
                return listen(ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT));
            } catch (BindException e) {
                // Taken: another one.
            }
        }
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
        sockets.forEach(TcpProxy::close);
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

    /** Does not let through what contains a text, nor what follows on that connection. Once per proxy. */
    public void hold(String text) {
        held = text;
    }

    /** Something is being held. */
    public boolean isHolding() {
        return holding.getCount() == 0;
    }

    public void release() {
        released.countDown();
    }

    /** Where new connections lead to from now on; those that are there stay. */
    public void lead(int toPort) {
        target = toPort;
    }

    public void restore() {
        try {
            server = listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerSocket listen(int onPort) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 200);
        acceptor = threads.submit(() -> {
            try {
                while (true) {
                    Socket client = listening.accept();
                    threads.execute(() -> connect(client));
                }
            } catch (IOException e) {
                // It was cut.
            }
        });
        return listening;
    }

    private void connect(Socket client) {
        sockets.add(client);
        try {
            byte[] first = new byte[8192];
            int length = client.getInputStream().read(first);
            if (length > 0) {
                if (new String(first, 0, length, ISO_8859_1).toLowerCase().contains("\r\nupgrade: websocket")) {
                    upgrades.incrementAndGet();
                }
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(upstream);
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                threads.execute(() -> pump(upstream, client));
                pass(first, length, upstream);
                pump(client, upstream);
            } else {
                close(client);
            }
        } catch (IOException e) {
            // The server is not there.
            close(client);
        }
    }

    private void pump(Socket from, Socket to) {
        try (from; to) {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[65_536];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                pass(buffer, length, to);
            }
        } catch (IOException e) {
            // One of them has ended, and the other one with it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void pass(byte[] buffer, int length, Socket to) throws IOException {
        if (held != null && new String(buffer, 0, length, ISO_8859_1).contains(held)) {
            holding.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
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
