package io.quarkiverse.channelbox.soak;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Where everything of the clients happens: one thread, the one that calls {@link #run}, has all sockets and all timers. */
final class Loop implements AutoCloseable {

    private static final long MAX_WAIT_MILLIS = 50;

    private final Selector selector = Selector.open();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private long lastNumber;
    private long longestTurn;

    Loop() throws IOException {
    }

    private record Timer(long at, long number, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(at, other.at);
            return byTime == 0 ? Long.compare(number, other.number) : byTime;
        }
    }

    /** In milliseconds, of no particular time. */
    static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    void after(long millis, Runnable task) {
        timers.add(new Timer(now() + millis, lastNumber++, task));
    }

    /** From any thread. */
    void execute(Runnable task) {
        tasks.add(task);
    }

    /** @param ready is run whenever the socket is ready for what the key is interested in */
    SelectionKey register(SocketChannel socket, int operations, Runnable ready) throws IOException {
        return socket.register(selector, operations, ready);
    }

    /** Until a condition is true; returns whether it was in time. */
    boolean run(BooleanSupplier condition, Duration patience) throws IOException {
        long deadline = now() + patience.toMillis();
        while (!condition.getAsBoolean()) {
            if (now() > deadline) {
                return false;
            }
            turn();
        }
        return true;
    }

    private void turn() throws IOException {
        Timer next = timers.peek();
        long wait = next == null ? MAX_WAIT_MILLIS : Math.min(MAX_WAIT_MILLIS, next.at() - now());
        if (wait > 0) {
            selector.select(wait);
        } else {
            selector.selectNow();
        }
        long start = now();
        selector.selectedKeys().removeIf(key -> {
            ((Runnable) key.attachment()).run();
            return true;
        });
        for (Timer due = timers.peek(); due != null && due.at() <= start; due = timers.peek()) {
            timers.remove().task().run();
        }
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        longestTurn = Math.max(longestTurn, now() - start);
    }

    /** For how many milliseconds no client could do anything: it was the clients' own turn. */
    long longestTurn() {
        return longestTurn;
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
