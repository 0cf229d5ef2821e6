package io.quarkiverse.channelbox.runtime.time;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

/**
 * A line of one kind in the log, at most once a second: what happens to thousands at once is said once, with how often it
 * happened since the line before. Thread-safe; what is left out costs no text.
 */
public final class SeldomLog {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger log;
    private final Logger.Level level;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong leftOut = new AtomicLong();

    public SeldomLog(Logger log, Logger.Level level) {
        this.log = log;
        this.level = level;
    }

    public void log(Supplier<String> text) {
        log(text, null);
    }

    /** @param problem {@code null} for none; its stack trace is logged */
    public void log(Supplier<String> text, Throwable problem) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + INTERVAL_NANOS)) {
            leftOut.incrementAndGet();
            return;
        }
        long more = leftOut.getAndSet(0);
        log.log(level, more == 0 ? text.get() : text.get() + " (and " + more + " more of the kind before)", problem);
    }
}
