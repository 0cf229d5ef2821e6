package io.quarkiverse.channelbox.runtime.inbound;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;

/**
 * What clients of this node have begun and not ended: frames of which bytes are missing, and messages of which frames are
 * missing. It may be half as much as what may wait to be handled. Beyond that whoever began longest ago is closed: a client
 * that means it ends soon what it has begun. Thread-safe.
 */
@Singleton
public class Unfinished {

    /** Of all that is begun so much stays, so that not each further byte closes somebody. */
    private static final double STAYS = 0.75;

    private record Candidate(Begun begun, long since) {
    }

    private final long max;
    private final AtomicLong bytes = new AtomicLong();
    private final Set<Begun> all = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isMakingRoom = new AtomicBoolean();

    @Inject
    public Unfinished(ValidatedConfig config) {
        this(InboundLimits.of(config.values()).maxPending() / 2);
    }

    Unfinished(long max) {
        this.max = max;
    }

    /** How much it is now. */
    public long bytes() {
        return bytes.get();
    }

    /** Somebody has begun something. */
    void begin(Begun begun) {
        all.add(begun);
    }

    /** It has ended. */
    void end(Begun begun) {
        all.remove(begun);
    }

    /** What has been begun has become more, or less. */
    void change(long difference) {
        if (bytes.addAndGet(difference) > max && difference > 0 && isMakingRoom.compareAndSet(false, true)) {
            try {
                makeRoom();
            } finally {
                isMakingRoom.set(false);
            }
        }
    }

    private void makeRoom() {
        all.forEach(each -> bytes.addAndGet(-each.setAside()));
        if (bytes.get() <= max) {
            return;
        }
        long tooMuch = bytes.get() - (long) (max * STAYS);
        // As it is now: clients of other event loops go on meanwhile.
        List<Candidate> oldestFirst = all.stream().map(each -> new Candidate(each, each.since()))
                .sorted(Comparator.comparingLong(Candidate::since)).toList();
        for (Candidate each : oldestFirst) {
            if (tooMuch <= 0) {
                return;
            }
            tooMuch -= each.begun().bytes();
            each.begun().giveUp();
        }
    }
}
