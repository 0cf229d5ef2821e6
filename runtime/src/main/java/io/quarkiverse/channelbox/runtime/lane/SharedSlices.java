package io.quarkiverse.channelbox.runtime.lane;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/**
 * The slices of logs that members of a lane are catching up with: those that many want at the same time are read and encoded
 * once. Used on the lane.
 */
final class SharedSlices {

    /** How many are kept for those who come a little later. */
    private static final int MAX_KEPT = 32;
    /** After that time somebody may have removed messages. */
    private static final long MAX_AGE_MILLIS = 1000;

    private record Key(GroupMembers group, LogPosition after, LogPosition upTo, int maxBytes) {
    }

    private final Lane lane;
    private final TimeSource time;
    /** The oldest first. */
    private final Map<Key, SharedSlice> slices = new LinkedHashMap<>();
    private boolean cleaning;

    SharedSlices(Lane lane, TimeSource time) {
        this.lane = lane;
        this.time = time;
    }

    /**
     * Reads a slice.
     *
     * @param read called on the lane, maybe at once; whoever gets a slice releases it
     * @param failed called instead if the log cannot be read
     */
    void read(GroupMembers group, LogPosition after, LogPosition upTo, int maxBytes, Consumer<SharedSlice> read,
            Consumer<Throwable> failed) {
        Key key = new Key(group, after, upTo, maxBytes);
        removeOld();
        SharedSlice known = slices.get(key);
        if (known != null) {
            known.whenRead(read, failed);
            return;
        }
        SharedSlice slice = new SharedSlice(lane, time.ticks());
        slices.put(key, slice);
        slice.whenRead(read, failed);
        // The local engine answers at once.
        group.log().read(group.name(), after, upTo, maxBytes).subscribe().with(
                result -> lane.runOrExecute(() -> slice.complete(result)),
                problem -> lane.runOrExecute(() -> {
                    if (slices.remove(key, slice)) {
                        slice.release();
                    }
                    slice.fail(problem);
                }));
        if (slices.size() > MAX_KEPT) {
            removeOldest();
        }
        if (!cleaning) {
            cleaning = true;
            lane.executeLater(this::clean, MAX_AGE_MILLIS);
        }
    }

    private void clean() {
        removeOld();
        cleaning = !slices.isEmpty();
        if (cleaning) {
            lane.executeLater(this::clean, MAX_AGE_MILLIS);
        }
    }

    private void removeOld() {
        long now = time.ticks();
        while (!slices.isEmpty() && now - slices.values().iterator().next().madeAt() > MAX_AGE_MILLIS) {
            removeOldest();
        }
    }

    private void removeOldest() {
        Iterator<SharedSlice> oldest = slices.values().iterator();
        SharedSlice removed = oldest.next();
        oldest.remove();
        removed.release();
    }

    void clear() {
        slices.values().forEach(SharedSlice::release);
        slices.clear();
    }
}
