package io.quarkiverse.channelbox.runtime.message;

import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.Printable;

/** A message of a group's history, as encoded bytes. Immutable but for what it caches. */
public final class StoredMessage {

    private final String group;
    private final LogPosition position;
    private final Instant created;
    private final String eventName;
    private final EncodedPayload payload;
    private final Map<String, String> attributes;
    private final long expiresAt;
    /** Soft, since it is as large as the message itself and mostly needed while many replay at once. */
    private volatile SoftReference<EncodedPayload> envelope;

    /**
     * @param eventName {@code null} if there is none
     * @param attributes those that a member must have to get it; empty for all members
     * @param expiresAt milliseconds since 1970 by the clock that the engine measures ages by, {@link Long#MAX_VALUE} for never
     */
    public StoredMessage(String group, LogPosition position, Instant created, String eventName, EncodedPayload payload,
            Map<String, String> attributes, long expiresAt) {
        this.group = group;
        this.position = position;
        this.created = created;
        this.eventName = eventName;
        this.payload = payload;
        this.attributes = attributes;
        this.expiresAt = expiresAt;
    }

    public LogPosition position() {
        return position;
    }

    public long offset() {
        return position.offset();
    }

    public String group() {
        return group;
    }

    public Instant created() {
        return created;
    }

    public Optional<String> event() {
        return Optional.ofNullable(eventName);
    }

    public EncodedPayload payload() {
        return payload;
    }

    public long expiresAt() {
        return expiresAt;
    }

    /** Those that a member must have to get it; empty for all members. */
    public Map<String, String> attributes() {
        return attributes;
    }

    public boolean isForAll() {
        return attributes.isEmpty();
    }

    /** Whether a member with these attributes gets it. */
    public boolean isFor(Map<String, String> memberAttributes) {
        return Reach.hasAll(memberAttributes, attributes);
    }

    /**
     * The message as clients get it that speak {@code channelbox.v1}.
     *
     * @param positions by which its id is made
     */
    public EncodedPayload envelope(PositionSigner positions) {
        SoftReference<EncodedPayload> cached = envelope;
        EncodedPayload result = cached == null ? null : cached.get();
        if (result == null) {
            result = Envelopes.message(group, positions.id(group, position), eventName, null, payload);
            envelope = new SoftReference<>(result);
        }
        return result;
    }

    /** @throws IllegalStateException if the payload is binary */
    public String text() {
        if (payload.isBinary()) {
            throw new IllegalStateException("The payload of message " + position.id() + " is binary; use bytes()");
        }
        return payload.text();
    }

    /** The payload as a JSON value. */
    public String json() {
        return payload.isBinary()
                ? '"' + Base64.getEncoder().encodeToString(payload.bytes()) + '"'
                : payload.as(PayloadType.JSON).text();
    }

    /** For logs: not what was said. */
    @Override
    public String toString() {
        return "message " + position.id() + " of group '" + Printable.of(group) + "'";
    }
}
