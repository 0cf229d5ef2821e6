package io.quarkiverse.channelbox.runtime;

import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.engine.Target;

/** The sends that nobody waited for and that failed: each is logged and counted. */
@Singleton
public class SendFailures {

    private static final Logger LOG = Logger.getLogger(SendFailures.class);

    private final LongAdder count = new LongAdder();

    void record(Target target, Throwable failure) {
        count.increment();
        LOG.warnf(failure, "A message to %s was not sent", target);
    }

    /** How many there were since the start. */
    public long count() {
        return count.sum();
    }
}
