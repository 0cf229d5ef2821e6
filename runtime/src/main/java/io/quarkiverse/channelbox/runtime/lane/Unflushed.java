package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.runtime.message.Delivery;

/** What was written in a turn and is flushed at its end. Used on the lane. */
final class Unflushed {

    private final Lane lane;
    private final List<Outbound> outbounds = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();

    Unflushed(Lane lane) {
        this.lane = lane;
    }

    void add(Outbound outbound) {
        outbounds.add(outbound);
    }

    /** A message was written, which somebody may have to know when it has been flushed. */
    void add(Delivery delivery) {
        if (delivery.isFollowed()) {
            deliveries.add(delivery);
        }
    }

    /** One broken connection costs the others nothing. */
    void flush() {
        for (int i = 0; i < outbounds.size(); i++) {
            try {
                outbounds.get(i).flushNow();
            } catch (RuntimeException e) {
                lane.broken(outbounds.get(i).connection(), e);
            }
        }
        outbounds.clear();
        for (int i = 0; i < deliveries.size(); i++) {
            Lane.run(deliveries.get(i)::written);
        }
        deliveries.clear();
    }
}
