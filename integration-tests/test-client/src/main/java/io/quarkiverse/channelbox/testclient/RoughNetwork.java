package io.quarkiverse.channelbox.testclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The network between clients and a server of this machine as it is at its worst: while it is rough, connections break,
 * fall silent or become slow, and handshakes go wrong in every way, at random. What has fallen silent stays so until its
 * client gives it up.
 */
public final class RoughNetwork implements AutoCloseable {

    /** What it does to connections. */
    public enum Fault {
        // Of handshakes:
        /** The answer is 502, as of a proxy whose server is away. */
        BAD_GATEWAY,
        /** The answer is no HTTP. */
        GARBAGE,
        /** The server's answer breaks off, and so does the connection. */
        HALF_ANSWER,
        /** Half of the server's answer comes, and then nothing. */
        HALF_ANSWER_AND_SILENCE,
        /** Nothing comes, and the server hears of nothing. */
        NO_ANSWER,
        /** The request arrives late. */
        LATE,
        // Of connections that are open:
        /** Both ends see it break. */
        CUT,
        /** The client sees it break, and the server does not. */
        CUT_FOR_CLIENT,
        /** What the client sends does not arrive. */
        DEAF_SERVER,
        /** What the server sends does not arrive. */
        DEAF_CLIENT,
        /** Nothing arrives. */
        SILENCE,
        /** Everything arrives late. */
        SLOW;

        private static final List<Fault> OF_HANDSHAKES = List.of(BAD_GATEWAY, GARBAGE, HALF_ANSWER, HALF_ANSWER_AND_SILENCE,
                NO_ANSWER, LATE);
        /** The more frequent ones more than once. */
        private static final List<Fault> OF_OPEN_ONES = List.of(CUT, CUT, CUT, CUT, CUT_FOR_CLIENT, CUT_FOR_CLIENT,
                DEAF_SERVER, DEAF_CLIENT, SILENCE, SLOW, SLOW);
    }

    private static final double BAD_HANDSHAKES = 0.3;
    private static final int MAX_MILLIS_BETWEEN_FAULTS = 700;

    private final int target;
    private final Random random;
    private final ServerSocket server;
    private final Set<RoughLink> links = ConcurrentHashMap.newKeySet();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final AtomicInteger longestAddress = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "rough-network");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean isRough;
    private volatile boolean isCut;

    private RoughNetwork(int target, Random random) throws IOException {
        this.target = target;
        this.random = random;
        this.server = Scratch.listen();
        threads.execute(this::accept);
    }

    /** To the server on that port, which may end and start again; not rough yet. */
    public static RoughNetwork to(int port, Random random) {
        try {
            return new RoughNetwork(port, random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        return URI.create("http://localhost:" + server.getLocalPort());
    }

    /** From now on faults happen. */
    public void becomeRough() {
        isRough = true;
        threads.execute(this::makeFaults);
    }

    /** No more faults happen. */
    public void calmDown() {
        isRough = false;
    }

    /** How often each fault has happened; those that have not are absent. */
    public Map<Fault, Integer> faults() {
        synchronized (faults) {
            return Map.copyOf(faults);
        }
    }

    /** How many characters the longest address had that a client asked for. */
    public int longestAddress() {
        return longestAddress.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                RoughLink link = new RoughLink(this, client);
                links.add(link);
                threads.execute(link);
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void makeFaults() {
        while (isRough) {
            LockSupport.parkNanos(1_000_000L * random.nextInt(MAX_MILLIS_BETWEEN_FAULTS));
            List<RoughLink> open = links.stream().filter(RoughLink::isSound).toList();
            if (isRough && !open.isEmpty()) {
                Fault fault = Fault.OF_OPEN_ONES.get(random.nextInt(Fault.OF_OPEN_ONES.size()));
                count(fault);
                open.get(random.nextInt(open.size())).suffer(fault);
            }
        }
    }

    /** What shall go wrong with a handshake; {@code null} for nothing. */
    Fault handshakeFault() {
        if (!isRough || random.nextDouble() >= BAD_HANDSHAKES) {
            return null;
        }
        Fault fault = Fault.OF_HANDSHAKES.get(random.nextInt(Fault.OF_HANDSHAKES.size()));
        count(fault);
        return fault;
    }

    private void count(Fault fault) {
        synchronized (faults) {
            faults.merge(fault, 1, Integer::sum);
        }
    }

    Random random() {
        return random;
    }

    int target() {
        return target;
    }

    void sawAddress(int length) {
        longestAddress.accumulateAndGet(length, Math::max);
    }

    void execute(Runnable task) {
        threads.execute(task);
    }

    void ended(RoughLink link) {
        links.remove(link);
    }

    /** Breaks all connections, and new ones break at once until it is {@link #restore restored}. */
    public void cut() {
        isCut = true;
        links.forEach(RoughLink::end);
    }

    /** After it was cut: connections are let through again. */
    public void restore() {
        isCut = false;
    }

    boolean isCut() {
        return isCut;
    }

    @Override
    public void close() {
        calmDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        threads.shutdownNow();
    }
}
