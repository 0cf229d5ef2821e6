package io.quarkiverse.channelbox.runtime;

import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.OverloadedException;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;

/** Sends that failed without anybody to tell. */
@Singleton
public class SendFailures {

    private static final Logger LOG = Logger.getLogger(SendFailures.class);

    private final LongAdder count = new LongAdder();
    /** While Redis is away, or the sockets are too slow, every send fails, for one reason. */
    private final SeldomLog unavailable = new SeldomLog(LOG, Logger.Level.WARN);
    private final SeldomLog overloaded = new SeldomLog(LOG, Logger.Level.WARN);
    private final SeldomLog others = new SeldomLog(LOG, Logger.Level.WARN);

    void record(Target target, Throwable failure) {
        count.increment();
        if (failure instanceof EngineUnavailableException) {
            unavailable.log(failure::getMessage);
        } else if (failure instanceof OverloadedException) {
            overloaded.log(failure::getMessage);
        } else {
            others.log(() -> "A message to " + target + " was not sent", failure);
        }
    }

    /** How many there were since the start. */
    public long count() {
        return count.sum();
    }
}
