package io.quarkiverse.channelbox.runtime.lane;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import io.quarkiverse.channelbox.LeaveReason;

/**
 * Which of the events about a member have been fired: the end never comes before the join, whichever threads they happen on.
 * Thread-safe.
 */
public final class Announcement {

    private static final Object NOTHING = new Object();
    private static final Object JOIN = new Object();

    /** One of these, or the {@link LeaveReason} of an end that waits for the join to be announced. */
    private final AtomicReference<Object> announced = new AtomicReference<>(NOTHING);

    /** The join has been announced; returns why the member has left meanwhile, which is to be announced now. */
    public Optional<LeaveReason> joined() {
        return announced.compareAndSet(NOTHING, JOIN) ? Optional.empty() : Optional.of((LeaveReason) announced.get());
    }

    /** Whether the end can be announced now; if not, whoever announces the join will do that. */
    public boolean mayAnnounceEnd(LeaveReason reason) {
        return !announced.compareAndSet(NOTHING, reason);
    }
}
