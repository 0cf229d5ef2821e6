package io.quarkiverse.channelbox.runtime.message;

/**
 * A place in a group's log: that of the message with this id, so that what comes after it is what is missing.
 *
 * @param epoch in which the offset counts
 * @param offset 0 before the first message
 */
public record LogPosition(String epoch, long offset) {

    /**
     * @param id {@code epoch:offset}, or that with a signature: {@code epoch:offset:signature}
     * @throws IllegalArgumentException if it is not
     */
    public static LogPosition of(String id) {
        int colon = id.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("No id of a message");
        }
        int end = id.indexOf(':', colon + 1);
        return new LogPosition(id.substring(0, colon), Long.parseLong(id.substring(colon + 1, end < 0 ? id.length() : end)));
    }

    /** {@code epoch:offset}; what leaves the node is {@linkplain PositionSigner signed}. */
    public String id() {
        return epoch + ':' + offset;
    }

    /** Another place in the same epoch. */
    public LogPosition at(long otherOffset) {
        return otherOffset == offset ? this : new LogPosition(epoch, otherOffset);
    }
}
