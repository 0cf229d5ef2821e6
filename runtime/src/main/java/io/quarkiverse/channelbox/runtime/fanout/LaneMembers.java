package io.quarkiverse.channelbox.runtime.fanout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.engine.Delivery;
import io.quarkiverse.channelbox.runtime.group.LocalChannel;
import io.quarkiverse.channelbox.runtime.group.LocalGroup;

/**
 * The members of one group whose connections one event loop serves. Only the lane changes and reads them; the count can be
 * read from anywhere and says whether a delivery is worth anything.
 */
public final class LaneMembers {

    private final LocalGroup group;
    private final EventLoopLane lane;
    private final AtomicInteger count = new AtomicInteger();

    // What follows is used on the lane only.
    private final List<LocalChannel> channels = new ArrayList<>();
    /** How many of them wait for stored messages first. */
    private int holding;
    /** How many of them are of a connection that is in other groups as well. */
    private int sharing;
    private List<Delivery> collected = new ArrayList<>();
    private int collectedBytes;

    public LaneMembers(LocalGroup group, EventLoopLane lane) {
        this.group = group;
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
            if (channel.isHolding()) {
                holding++;
            }
            channel.localConnection().joined(this);
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
            channel.laneIndex(LocalChannel.OFF_LANE);
            if (channel.isHolding()) {
                holding--;
            }
            channel.localConnection().left(this);
        });
    }

    public void deliver(Delivery delivery) {
        if (count.get() > 0) {
            lane.deliver(this, delivery);
        }
    }

    /** The stored messages of a member have been written. Called on the lane. */
    public void heldNoMore() {
        holding--;
    }

    /** One more or one less of the connections is in other groups, too. Called on the lane. */
    public void sharing(int difference) {
        sharing += difference;
    }

    boolean isSharing() {
        return sharing > 0;
    }

    /** Keeps a message to be written with others; returns whether it is the first of them. */
    boolean collect(Delivery delivery) {
        if (collectedBytes + delivery.payload().size() > FrameBatch.MAX_BYTES) {
            writeCollected();
        }
        collected.add(delivery);
        collectedBytes += delivery.payload().size();
        return collected.size() == 1;
    }

    void writeCollected() {
        if (collected.isEmpty()) {
            return;
        }
        if (channels.isEmpty()) {
            clear();
            return;
        }
        try {
            if (holding == 0 && isSameForAll()) {
                writeToAll();
            } else {
                writeToEach();
            }
        } finally {
            clear();
        }
    }

    private void clear() {
        collected.clear();
        collectedBytes = 0;
    }

    private boolean isSameForAll() {
        List<PayloadType> types = group.payloadTypes();
        for (int i = 0; i < collected.size(); i++) {
            Delivery delivery = collected.get(i);
            if (!delivery.isForAll()) {
                return false;
            }
            for (int t = 0; t < types.size(); t++) {
                if (delivery.payload().as(types.get(t)) != delivery.payload()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void writeToAll() {
        List<EncodedPayload> payloads = new ArrayList<>(collected.size());
        for (int i = 0; i < collected.size(); i++) {
            payloads.add(collected.get(i).payload());
        }
        FrameBatch batch = new FrameBatch(payloads, lane.encoder());
        try {
            // A channel that leaves while it is written to is removed by a task of its own, later.
            for (int i = 0; i < channels.size(); i++) {
                channels.get(i).localConnection().write(batch, group.settings());
            }
        } finally {
            batch.release();
        }
    }

    private void writeToEach() {
        for (int d = 0; d < collected.size(); d++) {
            Delivery delivery = collected.get(d);
            DeliveryFrames frames = new DeliveryFrames(delivery.payload(), lane.encoder());
            try {
                for (int i = 0; i < channels.size(); i++) {
                    channels.get(i).deliver(delivery, frames);
                }
            } finally {
                frames.release();
            }
        }
    }
}
