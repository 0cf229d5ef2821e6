package io.quarkiverse.channelbox.runtime.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.channelbox.runtime.engine.Delivery;
import io.quarkiverse.channelbox.runtime.group.LocalChannel;

/**
 * The members of one group whose connections one event loop serves. Only the lane changes and reads the list; the count can be
 * read from anywhere and says whether a delivery is worth a task.
 */
public final class LaneMembers {

    private final EventLoopLane lane;
    private final AtomicInteger count = new AtomicInteger();
    private final List<LocalChannel> channels = new ArrayList<>();

    public LaneMembers(EventLoopLane lane) {
        this.lane = lane;
    }

    public EventLoopLane lane() {
        return lane;
    }

    /** What was delivered before does not reach the channel, what is delivered from now on does. */
    public void add(LocalChannel channel) {
        count.incrementAndGet();
        lane.execute(() -> {
            channel.laneIndex(channels.size());
            channels.add(channel);
        });
    }

    public void remove(LocalChannel channel) {
        count.decrementAndGet();
        lane.execute(() -> {
            int last = channels.size() - 1;
            LocalChannel moved = channels.remove(last);
            if (moved != channel) {
                channels.set(channel.laneIndex(), moved);
                moved.laneIndex(channel.laneIndex());
            }
        });
    }

    public void deliver(Delivery delivery) {
        if (count.get() > 0) {
            lane.execute(() -> {
                // A channel that leaves while it is written to is removed by a task of its own, later.
                for (int i = 0; i < channels.size(); i++) {
                    channels.get(i).deliver(delivery);
                }
            });
        }
    }
}
