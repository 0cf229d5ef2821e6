package io.quarkiverse.channelbox;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How to send a message. Immutable: each method returns a copy.
 *
 * <pre>
 * group.send(order, SendOptions.saveHistory().event("created").except(connection.id()));
 * </pre>
 */
public final class SendOptions {

    private static final SendOptions DEFAULTS = new SendOptions(false, Set.of(), null, null, null, Map.of());
    private static final SendOptions SAVE_HISTORY = DEFAULTS.saveHistory(true);

    private final boolean saveHistory;
    private final Set<String> except;
    private final @Nullable String event;
    private final @Nullable Duration ttl;
    private final @Nullable String idempotencyKey;
    private final Map<String, String> attributes;

    private SendOptions(boolean saveHistory, Set<String> except, @Nullable String event, @Nullable Duration ttl,
            @Nullable String idempotencyKey, Map<String, String> attributes) {
        this.saveHistory = saveHistory;
        this.except = except;
        this.event = event;
        this.ttl = ttl;
        this.idempotencyKey = idempotencyKey;
        this.attributes = attributes;
    }

    /** To all members; stored only if the group always stores its messages. */
    public static SendOptions defaults() {
        return DEFAULTS;
    }

    /** To all members and stored in the group's history. */
    public static SendOptions saveHistory() {
        return SAVE_HISTORY;
    }

    /**
     * Whether the message is stored in the group's history; {@code quarkus.channel-box.history.enabled} set to
     * {@code always} or {@code never} overrules it. Default: {@code false}.
     */
    public SendOptions saveHistory(boolean save) {
        return new SendOptions(save, except, event, ttl, idempotencyKey, attributes);
    }

    /**
     * These connections do not get the message live. If it is stored, they may get it by a replay or a resume.
     *
     * @throws IllegalArgumentException if there are more than 1,000, or an id has more than 128 characters
     */
    public SendOptions except(String... connectionIds) {
        Set<String> all = new LinkedHashSet<>(except);
        for (String id : connectionIds) {
            all.add(Bounds.check("The id of a connection", Objects.requireNonNull(id, "id"), Bounds.MAX_CONNECTION_ID));
        }
        if (all.size() > Bounds.MAX_EXCEPT) {
            throw new IllegalArgumentException(
                    all.size() + " connections are excepted, of at most " + Bounds.MAX_EXCEPT
                            + ": give those that are to get the message an attribute instead");
        }
        return new SendOptions(saveHistory, Set.copyOf(all), event, ttl, idempotencyKey, attributes);
    }

    /**
     * An event name that goes with the message, for clients and readers of the history that look at it.
     *
     * @throws IllegalArgumentException if it has more than 128 characters
     */
    public SendOptions event(String name) {
        Bounds.check("The name of an event", Objects.requireNonNull(name, "name"), Bounds.MAX_EVENT);
        return new SendOptions(saveHistory, except, name, ttl, idempotencyKey, attributes);
    }

    /**
     * How long the message stays in the history, if that is less than {@code quarkus.channel-box.history.ttl}.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public SendOptions ttl(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("The ttl of a message must be positive, it is " + time);
        }
        return new SendOptions(saveHistory, except, event, time, idempotencyKey, attributes);
    }

    /**
     * Sends a message once only: while a key is remembered (for {@code quarkus.channel-box.history.ttl}, or 5 minutes where
     * that is not set), another send to the same group with the same key, on whichever node, sends nothing and gets the id of
     * the first. Only so many keys are remembered ({@code quarkus.channel-box.max-idempotency-keys-per-group} and
     * {@code max-idempotency-keys}), the oldest are forgotten first.
     *
     * @throws IllegalArgumentException if it has more than 512 characters
     */
    public SendOptions idempotencyKey(String key) {
        Bounds.check("The idempotency key", Objects.requireNonNull(key, "key"), Bounds.MAX_IDEMPOTENCY_KEY);
        return new SendOptions(saveHistory, except, event, ttl, key, attributes);
    }

    /**
     * Reaches only channels that have this attribute, live, at a replay and at a resume; given several times, only those that
     * have all of them. {@link Group#history} shows the message all the same.
     *
     * @throws IllegalArgumentException if these are more than 32, the key has more than 128 characters or the value more than
     *         1,024
     */
    public SendOptions attribute(String key, String value) {
        return new SendOptions(saveHistory, except, event, ttl, idempotencyKey,
                Bounds.withAttribute(attributes, key, value));
    }

    /** Whether the message is to be stored. */
    public boolean isSaveHistory() {
        return saveHistory;
    }

    /** The ids of the connections that do not get the message live; unmodifiable. */
    public Set<String> getExcept() {
        return except;
    }

    /** The event name, if there is one. */
    public Optional<String> getEvent() {
        return Optional.ofNullable(event);
    }

    /** How long the message stays in the history; absent: as long as the others. */
    public Optional<Duration> getTtl() {
        return Optional.ofNullable(ttl);
    }

    /** The key that a message is sent once with, if there is one. */
    public Optional<String> getIdempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    /** The attributes that a channel must have to get the message; unmodifiable. */
    public Map<String, String> getAttributes() {
        return attributes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SendOptions that && saveHistory == that.saveHistory && except.equals(that.except)
                && Objects.equals(event, that.event) && Objects.equals(ttl, that.ttl)
                && Objects.equals(idempotencyKey, that.idempotencyKey) && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(saveHistory, except, event, ttl, idempotencyKey, attributes);
    }

    @Override
    public String toString() {
        return new Description(SendOptions.class).with("saveHistory", saveHistory).with("except", except).with("event", event)
                .with("ttl", ttl).with("idempotencyKey", idempotencyKey).with("attributes", attributes).toString();
    }
}
