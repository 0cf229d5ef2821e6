package io.quarkiverse.channelbox.chat.siege;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Enough of them that there is one on each event loop of the server; each says something 20 times in a second. */
final class Witnesses implements AutoCloseable {

    static final int COUNT = 8;
    static final String GROUP = "witness-";
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Witness> all = new ArrayList<>();
    private final Latencies latencies = new Latencies();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final long start;
    private long round;
    private volatile boolean isSilent;
    private volatile IOException failure;

    Witnesses(URI base) throws IOException {
        for (int i = 0; i < COUNT; i++) {
            all.add(new Witness(base, GROUP + i, latencies));
        }
        start = System.nanoTime();
        clock.scheduleAtFixedRate(this::speak, 0, EVERY_NANOS, TimeUnit.NANOSECONDS);
    }

    private void speak() {
        long due = start + EVERY_NANOS * round++;
        if (!isSilent && failure == null) {
            try {
                for (Witness witness : all) {
                    witness.say(round, due);
                }
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    /** What they measured since the last call, when they have heard all that they said. */
    Latencies.Sorted take() {
        isSilent = true;
        await("what the witnesses said").atMost(1, TimeUnit.MINUTES).until(this::haveHeardAll);
        Latencies.Sorted taken = latencies.take();
        isSilent = false;
        return taken;
    }

    private boolean haveHeardAll() {
        if (failure != null) {
            throw new AssertionError("A witness was cut off", failure);
        }
        return all.stream().allMatch(Witness::hasHeardAll);
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        for (Witness witness : all) {
            witness.close();
        }
    }
}
