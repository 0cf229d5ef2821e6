package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Connections that ask a server for something again and again. The thread that calls does all of it. */
public final class CommandClient implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;
    private static final String PAYLOAD = "{\"user\":\"ann\",\"text\":\"%s\"}";

    private final long server;
    private final List<Caller> callers = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
    private final Selector selector = Selector.open();

    /** @param server its process */
    public CommandClient(long server) throws IOException {
        this.server = server;
    }

    /**
     * Connects them one after the other.
     *
     * @param path of the WebSocket, before the group; each is in one of its own
     * @param bytes of the payload
     */
    public CommandClient connect(int port, String path, Dialect dialect, int connections, int bytes) throws IOException {
        String payload = String.format(PAYLOAD, "x".repeat(bytes - PAYLOAD.length() + 2));
        for (int c = 0; c < connections; c++) {
            SocketChannel socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.configureBlocking(false);
            Caller caller = new Caller(socket, dialect, "c" + c, payload);
            socket.register(selector, SelectionKey.OP_READ, caller);
            callers.add(caller);
            caller.upgrade(path, port);
            await(caller::isReady);
        }
        return this;
    }

    /**
     * What it was like.
     *
     * @param cpuNanos of the server
     */
    public record Phase(long commands, double seconds, long cpuNanos, Latencies roundTrips) {

        /** Of processor time of the server for each command. */
        public double micros() {
            return cpuNanos / 1e3 / commands;
        }
    }

    /**
     * Some of the connections ask, each of them for so many things at a time.
     *
     * @throws IllegalStateException if an answer is wrong
     */
    public Phase call(int connections, int inFlight, int seconds) throws IOException {
        List<Caller> active = callers.subList(0, connections);
        Latencies roundTrips = new Latencies();
        long before = answered();
        long cpu = ProcessUse.cpuNanos(server);
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        for (Caller caller : active) {
            caller.call(inFlight, roundTrips);
        }
        while (System.nanoTime() < end) {
            poll();
        }
        for (Caller caller : active) {
            caller.call(0, roundTrips);
        }
        await(() -> active.stream().noneMatch(Caller::isWaiting));
        return new Phase(answered() - before, (System.nanoTime() - start) / 1e9, ProcessUse.cpuNanos(server) - cpu, roundTrips);
    }

    private long answered() {
        return callers.stream().mapToLong(Caller::answered).sum();
    }

    private void await(BooleanSupplier condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("The server did not answer in time");
            }
            poll();
        }
    }

    private void poll() throws IOException {
        selector.select(this::read, 10);
    }

    private void read(SelectionKey key) {
        try {
            ((Caller) key.attachment()).readAndCall(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Caller caller : callers) {
            caller.socket().close();
        }
        selector.close();
    }
}
