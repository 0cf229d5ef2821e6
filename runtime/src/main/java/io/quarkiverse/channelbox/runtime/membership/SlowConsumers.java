package io.quarkiverse.channelbox.runtime.membership;

import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkus.websockets.next.CloseReason;

/** Acts on the connections that have more unsent bytes than they may, and counts them. */
@Singleton
public class SlowConsumers {

    private static final Logger LOG = Logger.getLogger(SlowConsumers.class);
    private static final CloseReason TRY_AGAIN_LATER = new CloseReason(1013, "too slow");

    private final LongAdder disconnected = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /**
     * Messages could not be written. Called on the lane of the connection.
     *
     * @param messages how many
     */
    public void full(Connection connection, SlowConsumerPolicy policy, int messages) {
        switch (policy) {
            case DISCONNECT -> {
                disconnected.increment();
                LOG.debugf("Connection %s does not take what is sent to it: it is closed", connection.id());
                connection.disconnect(TRY_AGAIN_LATER, LeaveReason.SLOW_CONSUMER);
            }
            case DROP -> {
                dropped.add(messages);
                LOG.debugf("Connection %s does not take what is sent to it: %d messages are dropped", connection.id(),
                        messages);
            }
        }
    }

    /** How many connections were closed for being slow since the start. */
    public long disconnected() {
        return disconnected.sum();
    }

    /** How many messages slow connections did not get since the start. */
    public long dropped() {
        return dropped.sum();
    }
}
