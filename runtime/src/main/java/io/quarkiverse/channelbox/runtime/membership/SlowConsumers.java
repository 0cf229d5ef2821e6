package io.quarkiverse.channelbox.runtime.membership;

import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.SlowAction;
import io.quarkiverse.channelbox.runtime.observe.Counts;

/** Counts what became of the connections that do not take what is sent to them. */
@Singleton
public class SlowConsumers {

    private static final Logger LOG = Logger.getLogger(SlowConsumers.class);

    private final Counts counts;
    private final LongAdder disconnected = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder catchingUp = new LongAdder();
    private final LongAdder stalled = new LongAdder();

    public SlowConsumers(Counts counts) {
        this.counts = counts;
    }

    void count(Connection connection, SlowAction action, int messages) {
        LOG.debugf("Connection %s does not take what is sent to it: %s", connection.id(), action);
        counts.slow(action.tag());
        switch (action) {
            case DISCONNECTED -> disconnected.increment();
            case DROPPED -> dropped.add(messages);
            case CATCHING_UP -> catchingUp.increment();
            case STALLED -> stalled.increment();
        }
    }

    /** How many connections were closed since the start because too much waited for them. */
    public long disconnected() {
        return disconnected.sum();
    }

    /** How many messages slow channels did not get since the start. */
    public long dropped() {
        return dropped.sum();
    }

    /** How often a slow channel had to go on from the log since the start. */
    public long catchingUp() {
        return catchingUp.sum();
    }

    /** How many connections were cut off since the start because they took nothing. */
    public long stalled() {
        return stalled.sum();
    }
}
