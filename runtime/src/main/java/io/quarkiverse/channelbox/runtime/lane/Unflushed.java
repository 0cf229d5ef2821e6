package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;

/** The connections that were written to in a turn and are flushed at its end, once each. Used on the lane. */
final class Unflushed {

    private final Lane lane;
    private final List<Outbound> all = new ArrayList<>();

    Unflushed(Lane lane) {
        this.lane = lane;
    }

    void add(Outbound outbound) {
        all.add(outbound);
    }

    void flush() {
        for (int i = 0; i < all.size(); i++) {
            try {
                all.get(i).flushNow();
            } catch (RuntimeException e) {
                lane.broken(all.get(i).connection(), e);
            }
        }
        all.clear();
    }
}
