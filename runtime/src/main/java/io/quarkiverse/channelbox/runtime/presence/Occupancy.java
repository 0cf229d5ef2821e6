package io.quarkiverse.channelbox.runtime.presence;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.vertx.core.Vertx;

/**
 * Which groups have a member on any node. A group that has none any more is vacated when that has been so for the leave delay.
 * Thread-safe. What is to be told of a group is what it is, as against what was told: so nothing piles up behind an observer
 * that is slow, and one kind of event always follows the other.
 */
@Singleton
public class Occupancy {

    private static final class State {
        private static final long NONE = -1;

        private boolean here;
        private boolean elsewhere;
        /** The timer of the delay. */
        private long timer = NONE;
        /** What is to be told. */
        private boolean occupied;
        private boolean told;
        private boolean telling;

        boolean isOver() {
            return !here && !elsewhere && !occupied && !told && !telling && timer == NONE;
        }
    }

    /** How many groups may wait for the delay; what is vacated beyond that is told at once. */
    static final int MOST_WAITING = 10_000;
    private static final Logger LOG = Logger.getLogger(Occupancy.class);

    private final OccupancyListener listener;
    private final GroupSettingsResolver settings;
    private final Vertx vertx;
    private final boolean observed;
    private final ConcurrentMap<String, State> groups = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean ended;

    public Occupancy(OccupancyListener listener, GroupSettingsResolver settings, Vertx vertx) {
        this.listener = listener;
        this.settings = settings;
        this.vertx = vertx;
        this.observed = listener.isObserving();
    }

    /** Whether anybody wants to know. */
    public boolean isObserved() {
        return observed;
    }

    /** The group has its first member on this node, or none any more. It is not told before {@link #tell}. */
    void here(String group, boolean occupied) {
        if (observed) {
            change(group, state -> state.here = occupied);
        }
    }

    /** The group has its first member on other nodes, or none there any more. */
    public void elsewhere(String group, boolean occupied) {
        if (observed) {
            change(group, state -> state.elsewhere = occupied);
            tell(group);
        }
    }

    /** The application ends: what waits is told, and nothing waits any more. */
    public void end() {
        ended = true;
        for (String group : List.copyOf(groups.keySet())) {
            change(group, state -> {
                if (state.timer != State.NONE) {
                    stopWaiting(state);
                }
            });
            tell(group);
        }
    }

    private void change(String group, Consumer<State> change) {
        groups.compute(group, (name, known) -> {
            State state = known == null ? new State() : known;
            change.accept(state);
            settle(name, state);
            return state.isOver() ? null : state;
        });
    }

    private void settle(String group, State state) {
        if (state.here || state.elsewhere) {
            if (state.timer != State.NONE) {
                stopWaiting(state);
            }
            state.occupied = true;
        } else if (state.occupied && state.timer == State.NONE) {
            state.occupied = mayWait(group, state);
        }
    }

    private boolean mayWait(String group, State state) {
        long delay = ended ? 0 : Durations.millis(settings.settings(group).presence().leaveDelay());
        if (delay == 0) {
            return false;
        }
        if (waiting.incrementAndGet() <= MOST_WAITING) {
            try {
                state.timer = vertx.setTimer(delay, timer -> over(group, timer));
                return true;
            } catch (RejectedExecutionException e) {
                LOG.debug("Nothing waits: the application ends", e);
            }
        }
        waiting.decrementAndGet();
        return false;
    }

    private void stopWaiting(State state) {
        vertx.cancelTimer(state.timer);
        state.timer = State.NONE;
        waiting.decrementAndGet();
    }

    private void over(String group, long timer) {
        groups.computeIfPresent(group, (name, state) -> {
            if (state.timer == timer) {
                state.timer = State.NONE;
                state.occupied = false;
                waiting.decrementAndGet();
            }
            return state.isOver() ? null : state;
        });
        tell(group);
    }

    /** Tells what has changed, unless another call does that already: not within a change of the group. */
    void tell(String group) {
        if (!observed) {
            return;
        }
        for (State state = begin(group); state != null; state = begin(group)) {
            try {
                if (state.told) {
                    listener.occupied(group);
                } else {
                    listener.vacated(group);
                }
            } finally {
                end(group);
            }
        }
    }

    /** Brings a state of which something is to be told, by this call alone. */
    private State begin(String group) {
        State[] begun = { null };
        groups.computeIfPresent(group, (name, state) -> {
            if (!state.telling && state.told != state.occupied) {
                state.telling = true;
                state.told = state.occupied;
                begun[0] = state;
            }
            return state;
        });
        return begun[0];
    }

    private void end(String group) {
        groups.computeIfPresent(group, (name, state) -> {
            state.telling = false;
            return state.isOver() ? null : state;
        });
    }
}
