package io.quarkiverse.channelbox.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

import io.vertx.core.Context;

/**
 * One thread, a clock, and what is drawn from a seed: all that happens, happens in {@link #step steps}, each of which is a task
 * of one event loop, or an event of the network or of a client. Of those that could be next one is drawn; the clock goes on
 * when there are none.
 */
final class World {

    private static final long START_MILLIS = 1_800_000_000_000L;

    private record Event(long at, long number, Runnable action) {
    }

    private final Random random;
    private final boolean isTraced;
    private final List<VirtualLoop> loops = new ArrayList<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final List<VirtualLoop> ready = new ArrayList<>();
    private long time;
    private long clockError;
    private long numbers;
    private long steps;
    private long hash;
    private VirtualLoop current;
    private Context context;

    World(long seed, boolean isTraced) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.isTraced = isTraced;
        this.time = 1_000_000_000L;
    }

    // ---- what is drawn ----

    Random random() {
        return random;
    }

    int draw(int bound) {
        return random.nextInt(bound);
    }

    /** Once in so many times. */
    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    @SafeVarargs
    final <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }

    <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    // ---- time ----

    /** Nanoseconds. */
    long time() {
        return time;
    }

    /** As the code sees it that is running: now and then something took long. */
    long passingTime() {
        int drawn = random.nextInt(64);
        time += drawn == 0 ? 400_000 : 500 + drawn;
        return time;
    }

    /** Milliseconds since 1970, as the clock shows them. */
    long timeOfDay() {
        return START_MILLIS + time / 1_000_000 + clockError;
    }

    /** Somebody sets the clock. */
    void setClock(long difference) {
        clockError += difference;
    }

    // ---- what happens ----

    void add(VirtualLoop loop) {
        loops.add(loop);
    }

    void remove(VirtualLoop loop) {
        loops.remove(loop);
    }

    /** Something happens outside of the nodes. */
    void after(long nanos, Runnable action) {
        events.add(new Event(time + Math.max(0, nanos), numbers++, action));
    }

    void afterMillis(long millis, Runnable action) {
        after(millis * 1_000_000, action);
    }

    /** Does one thing; returns whether there was one within the time. */
    boolean step(long until) {
        int candidates = candidates();
        if (candidates == 0) {
            long next = events.isEmpty() ? Long.MAX_VALUE : events.peek().at();
            for (VirtualLoop loop : loops) {
                next = Math.min(next, loop.nextDue());
            }
            if (next > until) {
                time = Math.max(time, until);
                return false;
            }
            time = Math.max(time, next);
            candidates = candidates();
        }
        steps++;
        int drawn = random.nextInt(candidates);
        hash = (hash * 31 + drawn) * 31 + time;
        if (drawn < ready.size()) {
            run(ready.get(drawn));
        } else {
            events.poll().action().run();
        }
        return true;
    }

    private int candidates() {
        ready.clear();
        for (VirtualLoop loop : loops) {
            if (loop.nextDue() <= time) {
                ready.add(loop);
            }
        }
        return ready.size() + (!events.isEmpty() && events.peek().at() <= time ? 1 : 0);
    }

    private void run(VirtualLoop loop) {
        current = loop;
        context = null;
        try {
            loop.runNext();
        } finally {
            current = null;
            context = null;
        }
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    VirtualLoop current() {
        return current;
    }

    Context currentContext() {
        return context != null || current == null ? context : current.context();
    }

    /** Within another context of the loop. */
    void within(Context other, Runnable action) {
        Context before = context;
        context = other;
        try {
            action.run();
        } finally {
            context = before;
        }
    }

    // ---- what is seen ----

    long steps() {
        return steps;
    }

    /** Of all that happened: the same for the same seed. */
    long hash() {
        return hash;
    }

    boolean isTraced() {
        return isTraced;
    }

    void trace(String format, Object... arguments) {
        if (isTraced) {
            System.out.printf("%12.6f #%d %s%n", time / 1e9, steps, String.format(format, arguments));
        }
    }
}
