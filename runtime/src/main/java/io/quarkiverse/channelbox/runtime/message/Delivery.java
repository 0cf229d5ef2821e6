package io.quarkiverse.channelbox.runtime.message;

import java.util.Map;

import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;

/** A published message on its way to the members. */
public final class Delivery {

    private final Publication publication;
    private final long position;
    private final String messageId;
    /** Cached; whoever computes it, it is the same. */
    private volatile EncodedPayload envelope;

    /**
     * @param position its place in the group's order: its own offset if it was stored, else the offset of the last stored
     *        message before it; {@code -1} if the target is not a single group
     * @param messageId {@code null} if it was not stored
     */
    public Delivery(Publication publication, long position, String messageId) {
        this.publication = publication;
        this.position = position;
        this.messageId = messageId;
    }

    public Publication publication() {
        return publication;
    }

    public long position() {
        return position;
    }

    public Target target() {
        return publication.target();
    }

    public EncodedPayload payload() {
        return publication.payload();
    }

    /** The message as clients get it that speak {@code channelbox.v1}. */
    public EncodedPayload envelope() {
        EncodedPayload result = envelope;
        if (result == null) {
            String group = target().kind() == Target.Kind.GROUP ? target().name() : null;
            envelope = result = ProtocolFrames.message(group, messageId, publication.options().getEvent().orElse(null),
                    payload());
        }
        return result;
    }

    public boolean isOrdered() {
        return position >= 0;
    }

    /** The offset of the last stored message that comes before this one. */
    public long offsetBefore() {
        return publication.store() ? position - 1 : position;
    }

    public boolean isForAll() {
        return publication.options().getExcept().isEmpty() && publication.options().getAttributes().isEmpty();
    }

    /** Whether a member gets it. */
    public boolean isFor(String connectionId, Map<String, String> attributes) {
        return isForAll() || publication.options().reaches(connectionId, attributes);
    }
}
