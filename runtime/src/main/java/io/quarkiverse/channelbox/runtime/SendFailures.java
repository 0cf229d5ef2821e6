package io.quarkiverse.channelbox.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.runtime.message.Target;

/** Sends that failed without anybody to tell. */
@Singleton
public class SendFailures {

    private static final Logger LOG = Logger.getLogger(SendFailures.class);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongAdder count = new LongAdder();
    private final AtomicLong lastLogged = new AtomicLong(System.nanoTime() - INTERVAL_NANOS);
    private final AtomicLong unlogged = new AtomicLong();

    void record(Target target, Throwable failure) {
        count.increment();
        if (failure instanceof EngineUnavailableException || failure instanceof OverloadedException) {
            logSomeOf(failure);
        } else {
            LOG.warnf(failure, "A message to %s was not sent", target);
        }
    }

    /** While Redis is away, or the sockets are too slow, every send fails, for one reason: the log has that once a second. */
    private void logSomeOf(Throwable failure) {
        long now = System.nanoTime();
        long last = lastLogged.get();
        if (now - last < INTERVAL_NANOS || !lastLogged.compareAndSet(last, now)) {
            unlogged.incrementAndGet();
            return;
        }
        long more = unlogged.getAndSet(0);
        LOG.warn(failure.getMessage() + (more == 0 ? "" : " (and " + more + " others before)"));
    }

    /** How many there were since the start. */
    public long count() {
        return count.sum();
    }
}
