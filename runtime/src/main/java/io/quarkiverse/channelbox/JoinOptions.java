package io.quarkiverse.channelbox;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/** How a connection joins a group. Immutable: each method returns a copy. What is not set is taken from the group. */
public final class JoinOptions {

    private static final JoinOptions DEFAULTS = new JoinOptions(null, null, -1, null, Map.of());

    private final @Nullable PayloadType payloadType;
    private final @Nullable Duration expires;
    private final int replay;
    private final @Nullable String resumeAfter;
    private final Map<String, String> attributes;

    private JoinOptions(@Nullable PayloadType payloadType, @Nullable Duration expires, int replay,
            @Nullable String resumeAfter, Map<String, String> attributes) {
        this.payloadType = payloadType;
        this.expires = expires;
        this.replay = replay;
        this.resumeAfter = resumeAfter;
        this.attributes = attributes;
    }

    /** Everything as the group has it. */
    public static JoinOptions defaults() {
        return DEFAULTS;
    }

    /** How payloads are encoded for this member. */
    public JoinOptions payloadType(PayloadType type) {
        return new JoinOptions(Objects.requireNonNull(type, "type"), expires, replay, resumeAfter, attributes);
    }

    /**
     * How long the connection may be idle before the cleanup closes it; {@link Duration#ZERO} means for ever.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public JoinOptions expires(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("The expiry of a channel must not be negative, it is " + time);
        }
        return new JoinOptions(payloadType, time, replay, resumeAfter, attributes);
    }

    /**
     * How many stored messages the member gets before its first live one. It gets them as fast as its socket takes them,
     * however many they are.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public JoinOptions replay(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("The number of messages to replay must be at least 0, it is " + count);
        }
        return new JoinOptions(payloadType, expires, count, resumeAfter, attributes);
    }

    /**
     * The member gets all stored messages that followed this one before its first live one, instead of those that
     * {@link #replay} says: a client that comes back and knows up to where it has come. If some of them are gone, or there are
     * more than {@code quarkus.channel-box.max-resume}, it gets the newest of those that are there, and a client that speaks
     * {@code channelbox.v1} is told that some are missing.
     * <p>
     * It counts only if it is the id of a message of this group as members, receipts and the history have it, with its
     * signature. Any other one is taken for none: the member gets what {@link #replay} says.
     *
     * @throws IllegalArgumentException if it is no message id
     */
    public JoinOptions resumeAfter(String messageId) {
        return new JoinOptions(payloadType, expires, replay, MessageIds.check(messageId), attributes);
    }

    /**
     * Adds an attribute, which {@link SendOptions#attribute} selects on and {@link Group#presence()} shows.
     *
     * @throws IllegalArgumentException if these are more than 32, the key has more than 128 characters or the value more than
     *         1,024
     */
    public JoinOptions attribute(String key, String value) {
        return new JoinOptions(payloadType, expires, replay, resumeAfter, Bounds.withAttribute(attributes, key, value));
    }

    /** How payloads are encoded for the member; absent: as the group has it. */
    public Optional<PayloadType> getPayloadType() {
        return Optional.ofNullable(payloadType);
    }

    /** How long the connection may be idle; absent: as the group has it. */
    public Optional<Duration> getExpires() {
        return Optional.ofNullable(expires);
    }

    /** How many stored messages the member gets first; absent: as the group has it. */
    public OptionalInt getReplay() {
        return replay < 0 ? OptionalInt.empty() : OptionalInt.of(replay);
    }

    /** The id of the message that the member goes on after, if there is one. */
    public Optional<String> getResumeAfter() {
        return Optional.ofNullable(resumeAfter);
    }

    /** The attributes of the member; unmodifiable. */
    public Map<String, String> getAttributes() {
        return attributes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JoinOptions that && payloadType == that.payloadType && Objects.equals(expires, that.expires)
                && replay == that.replay && Objects.equals(resumeAfter, that.resumeAfter)
                && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(payloadType, expires, replay, resumeAfter, attributes);
    }

    @Override
    public String toString() {
        return new Description(JoinOptions.class).with("payloadType", payloadType).with("expires", expires)
                .with("replay", replay < 0 ? null : replay).with("resumeAfter", resumeAfter).with("attributes", attributes)
                .toString();
    }
}
