package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/**
 * The members of one group whose connections one event loop serves. Only the lane changes and reads them; the count can be
 * read from anywhere and says whether a delivery is worth anything.
 */
public final class LaneMembers {

    /** About what a frame has besides the payload. */
    private static final int ENVELOPE_BYTES = 64;

    private final GroupMembers group;
    private final Lane lane;
    private final AtomicInteger count = new AtomicInteger();

    // What follows is used on the lane only.
    private final List<Member> channels = new ArrayList<>();
    /** How many of them wait for stored messages first. */
    private int holding;
    /** How many of them are of a connection that is in other groups as well. */
    private int sharing;
    private final List<Delivery> collected = new ArrayList<>();
    private int collectedBytes;

    public LaneMembers(GroupMembers group, Lane lane) {
        this.group = group;
        this.lane = lane;
    }

    public Lane lane() {
        return lane;
    }

    /** What was delivered before does not reach the channel, what is delivered from now on does. */
    public void add(Member channel) {
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

    public void remove(Member channel) {
        count.decrementAndGet();
        lane.execute(() -> {
            int last = channels.size() - 1;
            Member moved = channels.remove(last);
            if (moved != channel) {
                channels.set(channel.laneIndex(), moved);
                moved.laneIndex(channel.laneIndex());
            }
            channel.laneIndex(Member.OFF_LANE);
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
        int bytes = delivery.payload().size() + ENVELOPE_BYTES;
        if (collectedBytes + bytes > FrameBatch.MAX_BYTES) {
            writeCollected();
        }
        collected.add(delivery);
        collectedBytes += bytes;
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
        FrameBatches batches = new FrameBatches(collected, lane.encoder());
        try {
            // A channel that leaves while it is written to is removed by a task of its own, later.
            for (int i = 0; i < channels.size(); i++) {
                Member channel = channels.get(i);
                if (holding > 0 && channel.isHolding()) {
                    collected.forEach(channel::hold);
                } else {
                    channel.write(batches.of(channel));
                }
            }
        } finally {
            batches.release();
            clear();
        }
    }

    /** Writes to those members that speak the subprotocol and have got their stored messages. Called on the lane. */
    public void writeToProtocol(Function<Member, EncodedPayload> frame) {
        Map<EncodedPayload, FrameBatch> batches = new IdentityHashMap<>(2);
        try {
            for (int i = 0; i < channels.size(); i++) {
                Member channel = channels.get(i);
                EncodedPayload payload = channel.form() == FrameForm.ENVELOPE && !channel.isHolding() ? frame.apply(channel)
                        : null;
                if (payload != null && channel.localConnection().write(
                        batches.computeIfAbsent(payload, p -> new FrameBatch(List.of(p), lane.encoder())),
                        group.settings())) {
                    channel.learnPresence(null);
                }
            }
        } finally {
            batches.values().forEach(FrameBatch::release);
        }
    }

    private void clear() {
        collected.clear();
        collectedBytes = 0;
    }
}
