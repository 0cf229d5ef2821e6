package io.quarkiverse.channelbox.runtime.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/**
 * A channel of this node. What is delivered is written on the lane of the connection only; the rest may be called from
 * anywhere.
 */
public final class Member implements Channel {

    /** The index of a channel that is not, or not any more, among those of its lane. */
    public static final int OFF_LANE = -1;
    private static final Logger LOG = Logger.getLogger(Member.class);

    private final GroupMembers group;
    private final Connection connection;
    private final Instant joinedAt;
    private final LaneMembers laneMembers;
    private volatile PayloadType payloadType;
    private volatile Duration expires;
    private volatile Map<String, String> attributes;
    private volatile boolean member = true;
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
    /** Live messages that wait until the stored ones are written; {@code null} when none are to be. Used on the lane. */
    private List<Delivery> held;
    private int laneIndex = OFF_LANE;
    /** How many messages it did not get since it was slow, and was not told of. Used on the lane. */
    private int missed;
    /** Of which full list of the members it got; used on the lane. */
    private Object presenceKnown;

    public Member(GroupMembers group, Connection connection, Instant joinedAt, LaneMembers laneMembers, JoinOptions options,
            boolean replays) {
        this.group = group;
        this.connection = connection;
        this.joinedAt = joinedAt;
        this.laneMembers = laneMembers;
        this.payloadType = options.getPayloadType().orElse(group.settings().payloadType());
        this.expires = options.getExpires().orElse(group.settings().expires());
        this.attributes = options.getAttributes();
        this.held = replays || connection.speaksProtocol() ? new ArrayList<>() : null;
    }

    @Override
    public String id() {
        return connection.id() + '/' + group.name();
    }

    @Override
    public String group() {
        return group.name();
    }

    @Override
    public WebSocketConnection connection() {
        return connection.webSocket();
    }

    public Connection localConnection() {
        return connection;
    }

    public GroupSettings settings() {
        return group.settings();
    }

    LaneMembers laneMembers() {
        return laneMembers;
    }

    @Override
    public PayloadType payloadType() {
        return payloadType;
    }

    /** How it gets messages. */
    public FrameForm form() {
        return connection.speaksProtocol() ? FrameForm.ENVELOPE : FrameForm.of(payloadType);
    }

    public PresenceEntry presence() {
        return PresenceEntry.of(connection.id(), connection.principal(), attributes);
    }

    @Override
    public Instant joinedAt() {
        return joinedAt;
    }

    @Override
    public Instant lastActive() {
        return connection.lastActive();
    }

    @Override
    public Duration expires() {
        return expires;
    }

    @Override
    public Optional<String> principal() {
        return connection.principal();
    }

    @Override
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public Uni<Void> subscribed() {
        return Uni.createFrom().completionStage(subscribed);
    }

    /** The messages of other nodes come here, too, as far as that can be had now. */
    public void subscribedNow() {
        subscribed.complete(null);
    }

    @Override
    public boolean isMember() {
        return member;
    }

    public void left() {
        member = false;
    }

    /** Applies what the options of another join set. */
    public void update(JoinOptions options) {
        options.getPayloadType().ifPresent(type -> payloadType = type);
        options.getExpires().ifPresent(time -> expires = time);
        if (!options.getAttributes().isEmpty()) {
            Map<String, String> all = new TreeMap<>(attributes);
            all.putAll(options.getAttributes());
            attributes = Map.copyOf(all);
        }
    }

    public int laneIndex() {
        return laneIndex;
    }

    public void laneIndex(int index) {
        laneIndex = index;
    }

    /** Whether it got a full list of the members since that list was made anew; from then on it did. */
    public boolean learnPresence(Object list) {
        boolean isNews = presenceKnown != list;
        presenceKnown = list;
        return isNews;
    }

    /** Whether live messages wait until the stored ones are written. Called on the lane. */
    public boolean isHolding() {
        return held != null;
    }

    /** A message that comes before the stored ones are written. Called on the lane. */
    public void hold(Delivery delivery) {
        held.add(delivery);
    }

    /**
     * Called on the lane.
     *
     * @param batches the message's
     */
    public void deliver(Delivery delivery, FrameBatches batches) {
        if (held != null) {
            held.add(delivery);
        } else {
            write(batches.of(this));
        }
    }

    /** Called on the lane. Who missed something since it was slow is told before anything else comes. */
    public void write(FrameBatch batch) {
        if (missed > 0 && form() == FrameForm.ENVELOPE) {
            if (connection.write(ProtocolFrames.gap(group.name(), OptionalLong.of(missed)), group.settings())) {
                missed += batch.payloads().size();
                return;
            }
            missed = 0;
        }
        if (connection.write(batch, group.settings())) {
            missed += batch.payloads().size();
        }
    }

    /**
     * Writes the stored messages, then the live ones that came meanwhile. Called on the lane. The slice was read after the
     * channel was added to the lane, so that what it may have over and above the first held message is held, too.
     */
    public void replay(LogSlice slice) {
        if (held == null) {
            return;
        }
        List<Delivery> waiting = held;
        held = null;
        if (laneIndex != OFF_LANE) {
            laneMembers.heldNoMore();
        }
        if (!member) {
            return;
        }
        long last = waiting.stream().filter(Delivery::isOrdered).mapToLong(Delivery::offsetBefore).findFirst()
                .orElse(Long.MAX_VALUE);
        LogSlice stored = slice.before(last);
        FrameForm form = form();
        List<EncodedPayload> payloads = new ArrayList<>(stored.messages().size() + waiting.size() + 1);
        if (form == FrameForm.ENVELOPE) {
            payloads.add(ProtocolFrames.joined(group.name(), stored.positionId(), stored.recovered(), stored.missed()));
        }
        for (StoredMessage message : stored.messages()) {
            addFitting(form.of(message), payloads);
        }
        for (Delivery delivery : waiting) {
            if (delivery.isFor(connection.id(), attributes)) {
                addFitting(form.of(delivery), payloads);
            }
        }
        FrameBatch.split(payloads, connection.lane().encoder(), this::write);
    }

    private void addFitting(EncodedPayload fitting, List<EncodedPayload> payloads) {
        if (fitting == null) {
            LOG.debugf("A message does not fit the %s channel %s: it is left out", payloadType, connection.id());
        } else {
            payloads.add(fitting);
        }
    }
}
