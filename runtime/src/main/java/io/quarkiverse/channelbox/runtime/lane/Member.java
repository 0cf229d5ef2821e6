package io.quarkiverse.channelbox.runtime.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogStart;
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

    private final GroupMembers group;
    private final Connection connection;
    private final Instant joinedAt;
    private final LaneMembers laneMembers;
    private final Announcement announcement = new Announcement();
    private volatile PayloadType payloadType;
    private volatile FrameForm form;
    private volatile Duration expires;
    private volatile Map<String, String> attributes;
    private volatile boolean member = true;
    private final CompletableFuture<Void> subscribed = new CompletableFuture<>();

    // What follows is used on the lane.
    /** {@code null} if it is live. Others look whether it is. */
    private volatile Cursor cursor;
    private int laneIndex = OFF_LANE;
    private final MemberWriter writer = new MemberWriter(this);
    /** Of which full list of the members it got. */
    private Object presenceKnown;

    /** @param joining of one that {@link #begin} will tell where in the log it begins; {@code null} if it is live at once */
    Member(GroupMembers group, Connection connection, Instant joinedAt, JoinOptions options, Joining joining) {
        this.group = group;
        this.connection = connection;
        this.joinedAt = joinedAt;
        this.laneMembers = group.laneMembers(connection.lane());
        this.payloadType = options.getPayloadType().orElse(group.settings().payloadType());
        this.form = connection.form(payloadType);
        this.expires = options.getExpires().orElse(group.settings().expires());
        this.attributes = options.getAttributes();
        this.cursor = joining == null ? null : new Cursor(this, joining);
    }

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

    LaneMembers laneMembers() {
        return laneMembers;
    }

    public PresenceEntry presence() {
        return PresenceEntry.of(connection.id(), connection.principal(), attributes);
    }

    /** Within a change of the group, like {@link #update}. */
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

    public Announcement announcement() {
        return announcement;
    }

    /**
     * A member that catches up begins, from any thread; nothing that was delivered since it was added is lost until then.
     *
     * @param ref of the command that the frame {@code joined} answers
     * @param whenJoined called on the lane when the client is told that it has joined, if it is
     */
    public void begin(LogStart start, OptionalLong ref, Runnable whenJoined) {
        EncodedPayload joined = writer.joined(start, ref);
        Lane lane = connection.lane();
        lane.execute(() -> {
            if (cursor != null) {
                cursor.begin(start, joined, whenJoined);
            }
        });
        // What was stored up to the end has been delivered before.
        lane.inOrder(() -> laneMembers.atLeast(start.end(), this));
    }

    /** It was a member already when its client asked to join, which is answered after it was told that it is one. */
    public void tellJoined(long ref) {
        connection.lane().inOrder(() -> writer.tellJoined(ref));
    }

    /** It has left, and its connection stays: that is the last that it gets. */
    public void tellLeft(String reason, OptionalLong ref) {
        EncodedPayload frame = writer.left(reason, ref);
        connection.lane().soon(() -> writer.end(frame));
    }

    /** Whether it reads the log. From any thread, as it was a moment ago. */
    public boolean isCatchingUp() {
        return cursor != null;
    }

    Cursor cursor() {
        return cursor;
    }

    /** It gets what is delivered from now on. */
    void live() {
        cursor = null;
    }

    /** It goes on from the log, since it did not get what came after a message. */
    void fallBehind(LogPosition before) {
        cursor = new Cursor(this, null);
        cursor.beginAt(before, writer.takeMissed());
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
        return cursor == null || cursor.greeting().isTold();
    }

    MemberWriter writer() {
        return writer;
    }
}
