package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;
import io.quarkiverse.channelbox.runtime.lane.FrameSink.Outcome;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.LaneCounts;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;

/** A message to connections of one lane that are found by something else than one group. Used on the lane. */
final class DirectMessage implements WriteJob {

    private final Lane lane;
    private final Lanes.Shared shared;
    private final Delivery delivery;
    private final List<Map.Entry<Connection, Member>> recipients;
    private final long cost;
    private final Consumer<Connection> notTaken;
    private final FrameBatch[] byForm = new FrameBatch[FrameForm.values().length];
    private int next;

    DirectMessage(Lane lane, Lanes.Shared shared, Delivery delivery, List<Map.Entry<Connection, Member>> recipients,
            long cost, Consumer<Connection> notTaken) {
        this.lane = lane;
        this.shared = shared;
        this.delivery = delivery;
        this.recipients = recipients;
        this.cost = cost;
        this.notTaken = notTaken;
    }

    @Override
    public boolean write(Budget budget) {
        while (next < recipients.size()) {
            Map.Entry<Connection, Member> recipient = recipients.get(next++);
            int bytes = 0;
            try {
                bytes = write(recipient.getKey(), recipient.getValue());
            } catch (RuntimeException e) {
                lane.broken(recipient.getKey(), e);
            }
            if (budget.isUsedUpBy(bytes) && next < recipients.size()) {
                return false;
            }
        }
        abandon();
        return true;
    }

    private int write(Connection connection, Member reachedBy) {
        boolean isByGroup = delivery.target().kind() == Target.Kind.GROUP || delivery.target().kind() == Target.Kind.UNION;
        // What goes to a connection reaches it also if it has left that group by now.
        Member member = reachedBy == null || isByGroup || reachedBy.isMember() ? reachedBy : null;
        if (member != null && member.isCatchingUp()) {
            if (member.isMember()) {
                member.cursor().tail().hold(delivery, member.laneMembers().position());
            } else {
                notTaken.accept(connection);
            }
            return 0;
        }
        FrameBatch batch = connection.outbound()
                .negotiated(batch(member != null ? member.form() : connection.form(PayloadType.AUTO)));
        LaneCounts counts = isToGroup() && member != null ? member.laneMembers().counts()
                : shared.counts().lane(lane, GroupSettings.NO_TEMPLATE);
        Outcome outcome = member != null ? member.writer().take(batch) : take(connection, batch, counts);
        if (outcome == Outcome.FULL) {
            notTaken.accept(connection);
        }
        if (outcome != Outcome.WRITTEN) {
            return 0;
        }
        counts.delivered(batch.payloads().size(), batch.size());
        return batch.size();
    }

    private boolean isToGroup() {
        return delivery.target().kind() == Target.Kind.GROUP;
    }

    private Outcome take(Connection connection, FrameBatch batch, LaneCounts counts) {
        Outcome outcome = connection.outbound().write(batch, shared.maxBuffered());
        // There is no log that it could catch up from.
        if (outcome == Outcome.FULL && shared.slowConsumer() == SlowConsumerPolicy.DISCONNECT) {
            connection.ending().tooSlow();
        } else if (outcome == Outcome.FULL) {
            counts.dropped(1);
            connection.events().slow(connection, SlowAction.DROPPED);
        }
        return outcome;
    }

    private FrameBatch batch(FrameForm form) {
        FrameBatch batch = byForm[form.ordinal()];
        if (batch == null) {
            EncodedPayload payload = form.of(delivery, shared.positions());
            batch = new FrameBatch(payload == null ? List.of() : List.of(payload), lane.encoder());
            byForm[form.ordinal()] = batch;
        }
        return batch;
    }

    @Override
    public void abandon() {
        for (FrameBatch batch : byForm) {
            if (batch != null) {
                batch.release();
            }
        }
        lane.release(cost);
        lane.unflushed().add(delivery);
    }
}
