package io.quarkiverse.channelbox.runtime.engine;

import java.util.Map;

import io.quarkiverse.channelbox.runtime.fanout.EncodedPayload;

/**
 * A published message on its way to the members.
 *
 * @param position its place in the group's order: its own offset if it was stored, else the offset of the last stored message
 *        before it; {@code -1} if the target is not a single group
 */
public record Delivery(Publication publication, long position) {

    public Target target() {
        return publication.target();
    }

    public EncodedPayload payload() {
        return publication.payload();
    }

    public boolean isOrdered() {
        return position >= 0;
    }

    /** The offset of the last stored message that comes before this one. */
    public long offsetBefore() {
        return publication.store() ? position - 1 : position;
    }

    public boolean isForAll() {
        return publication.options().except().isEmpty() && publication.options().attributes().isEmpty();
    }

    /** Whether a member gets it. */
    public boolean isFor(String connectionId, Map<String, String> attributes) {
        return isForAll() || publication.options().reaches(connectionId, attributes);
    }
}
