package io.quarkiverse.channelbox.runtime.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.lane.FrameSink.Outcome;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/**
 * A channel: one connection's membership of one group. It is live, or it is catching up and has a {@link Cursor}. What is
 * written is written on the lane of the connection only; what is public may be called from anywhere.
 */
public final class Member implements Channel {

    /** The index of a member that is not, or not any more, among those of its lane. */
    static final int OFF_LANE = -1;
    private static final Logger LOG = Logger.getLogger(Member.class);
    /** The states of the events about a member; the third one is the {@link LeaveReason} of an end that waits for them. */
    private static final Object NEW = new Object();
    private static final Object ANNOUNCED = new Object();

    private final GroupMembers group;
    private final Connection connection;
    private final Instant joinedAt;
    private final LaneMembers laneMembers;
    private final AtomicReference<Object> announcement = new AtomicReference<>(NEW);
    private volatile PayloadType payloadType;
    private volatile FrameForm form;
    private volatile Duration expires;
    private volatile Map<String, String> attributes;
    private volatile boolean member = true;
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();

    // What follows is used on the lane.
    /** {@code null} if it is live. */
    private Cursor cursor;
    private int laneIndex = OFF_LANE;
    /** How many messages it did not get since it was slow, and was not told of. */
    private long missed;
    /** Of which full list of the members it got. */
    private Object presenceKnown;

    /** @param catchesUp whether {@link #begin} will tell where in the log it begins; else it is live at once */
    Member(GroupMembers group, Connection connection, Instant joinedAt, JoinOptions options, boolean catchesUp) {
        this.group = group;
        this.connection = connection;
        this.joinedAt = joinedAt;
        this.laneMembers = group.laneMembers(connection.lane());
        this.payloadType = options.getPayloadType().orElse(group.settings().payloadType());
        this.form = connection.form(payloadType);
        this.expires = options.getExpires().orElse(group.settings().expires());
        this.attributes = options.getAttributes();
        this.cursor = catchesUp ? new Cursor(this, true) : null;
    }

    // ---- what it is; any thread ----

    @Override
    public String id() {
        return connection.id() + '/' + group.name();
    }

    @Override
    public String group() {
        return group.name();
    }

    public GroupMembers groupMembers() {
        return group;
    }

    @Override
    public WebSocketConnection connection() {
        return connection.webSocket();
    }

    public Connection laneConnection() {
        return connection;
    }

    String connectionId() {
        return connection.id();
    }

    @Override
    public PayloadType payloadType() {
        return payloadType;
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

    /** The messages of other nodes come here, too, as far as that can be had now, or it has left. */
    public void subscribedNow() {
        subscribed.complete(null);
    }

    @Override
    public boolean isMember() {
        return member;
    }

    /** How it gets messages. */
    public FrameForm form() {
        return form;
    }

    public GroupSettings settings() {
        return group.settings();
    }

    long maxBuffered() {
        return group.settings().maxBuffered();
    }

    LaneMembers laneMembers() {
        return laneMembers;
    }

    public PresenceEntry presence() {
        return PresenceEntry.of(connection.id(), connection.principal(), attributes);
    }

    // ---- changes; within a change of the group ----

    void left() {
        member = false;
        subscribed.complete(null);
    }

    /** Applies what the options of another join set. */
    void update(JoinOptions options) {
        options.getPayloadType().ifPresent(type -> payloadType = type);
        form = connection.form(payloadType);
        options.getExpires().ifPresent(time -> expires = time);
        if (!options.getAttributes().isEmpty()) {
            Map<String, String> all = new TreeMap<>(attributes);
            all.putAll(options.getAttributes());
            attributes = Map.copyOf(all);
        }
    }

    // ---- the events about it; any thread ----

    /** The join has been announced; returns why the member has left meanwhile, which is to be announced then. */
    public Optional<LeaveReason> joinAnnounced() {
        return announcement.compareAndSet(NEW, ANNOUNCED) ? Optional.empty()
                : Optional.of((LeaveReason) announcement.get());
    }

    /** Whether the end can be announced now; if not, whoever announces the join will do that. */
    public boolean mayAnnounceEnd(LeaveReason reason) {
        return !announcement.compareAndSet(NEW, reason);
    }

    // ---- where it stands in the log; any thread ----

    /**
     * A member that catches up begins; nothing that was delivered since it was added is lost until then.
     *
     * @param whenJoined called on the lane when the client is told that it has joined, if it is
     */
    public void begin(LogStart start, Runnable whenJoined) {
        EncodedPayload joined = form != FrameForm.ENVELOPE ? null
                : EncodedPayload.json(ProtocolFrames.joined(group.name(),
                        start.position() == null ? null : start.position().id(), start.recovered(), start.missed()));
        Lane lane = connection.lane();
        lane.execute(() -> {
            if (cursor != null) {
                cursor.begin(start, joined, whenJoined);
            }
        });
        // What was stored up to the end has been delivered before.
        lane.inOrder(() -> laneMembers.atLeast(start.end()));
    }

    /** It has left, and its connection stays: tells the client after what was sent before. */
    public void tellLeft(String reason) {
        if (form == FrameForm.ENVELOPE) {
            EncodedPayload frame = EncodedPayload.json(ProtocolFrames.left(group.name(), reason));
            connection.lane().inOrder(() -> tell(frame));
        }
    }

    // ---- on the lane ----

    boolean isCatchingUp() {
        return cursor != null;
    }

    Cursor cursor() {
        return cursor;
    }

    /** It gets what is delivered from now on. */
    void live() {
        cursor = null;
    }

    /** It goes on from the log, since it did not take what came after a message. */
    Cursor fallBehind(LogPosition before) {
        cursor = new Cursor(this, false);
        cursor.beginAt(before);
        return cursor;
    }

    int laneIndex() {
        return laneIndex;
    }

    void laneIndex(int index) {
        laneIndex = index;
    }

    boolean isOnLane() {
        return laneIndex != OFF_LANE;
    }

    /** Whether it got a full list of the members since that list was made anew; from then on it did. Called on the lane. */
    public boolean learnPresence(Object list) {
        boolean isNews = presenceKnown != list;
        presenceKnown = list;
        return isNews;
    }

    boolean knowsItHasJoined() {
        return cursor == null || cursor.hasGreeted();
    }

    /** Writes messages that are delivered. Returns how many bytes. */
    int write(FrameBatch batch) {
        if (missed > 0 && !tellMissed()) {
            return full(batch.payloads().size());
        }
        if (connection.outbound().write(batch, maxBuffered()) == Outcome.FULL) {
            return full(batch.payloads().size());
        }
        return batch.size();
    }

    private int full(int messages) {
        switch (group.settings().slowConsumer()) {
            case DISCONNECT -> connection.tooSlow();
            case DROP -> {
                missed += messages;
                connection.events().slow(connection, SlowAction.DROPPED, messages);
            }
            case CATCH_UP -> {
                connection.events().slow(connection, SlowAction.CATCHING_UP, 0);
                laneMembers.fallBehind(this, messages);
            }
        }
        return 0;
    }

    /** Messages are missing for it, which it is told of before it gets others. */
    void missed(long count) {
        missed += count;
        connection.events().slow(connection, SlowAction.DROPPED, (int) count);
    }

    /** Tells what is missing, if anything is; returns whether that could be written. */
    boolean tellMissed() {
        EncodedPayload frame = missed == 0 ? null : gap(OptionalLong.of(missed));
        if (frame != null && !tell(frame)) {
            return false;
        }
        missed = 0;
        return true;
    }

    /** The frame that says that messages are missing; {@code null} for clients that do not know it. */
    EncodedPayload gap(OptionalLong count) {
        return form == FrameForm.ENVELOPE ? EncodedPayload.json(ProtocolFrames.gap(group.name(), count)) : null;
    }

    /** Writes a frame of the subprotocol; returns whether there was room. */
    boolean tell(EncodedPayload frame) {
        FrameBatch batch = new FrameBatch(List.of(frame), connection.lane().encoder());
        try {
            return tell(batch);
        } finally {
            batch.release();
        }
    }

    boolean tell(FrameBatch frame) {
        return connection.outbound().write(frame, maxBuffered()) != Outcome.FULL;
    }

    void addFitting(EncodedPayload fitting, List<EncodedPayload> payloads) {
        if (fitting == null) {
            LOG.debugf("A message does not fit the %s channel %s: it is left out", payloadType, connection.id());
        } else {
            payloads.add(fitting);
        }
    }
}
