package io.quarkiverse.channelbox.runtime.engine.redis;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

import io.quarkiverse.channelbox.runtime.message.LogPosition;

/**
 * A message as it comes from Redis: {@code m <epoch> <offset> <S or -> <node>:<number>}, a line feed, and what
 * {@link MessageCodec} reads.
 *
 * @param epoch {@code -} if the group has no log
 * @param offset its own if it is stored, else that of the last stored message before it
 * @param body where the message begins
 */
record PublishedMessage(String epoch, long offset, boolean stored, String node, long number, byte[] bytes, int body) {

    static final byte TYPE = 'm';

    static PublishedMessage parse(byte[] bytes) {
        int end = 0;
        while (bytes[end] != '\n') {
            end++;
        }
        String[] head = new String(bytes, 0, end, StandardCharsets.US_ASCII).split(" ");
        int colon = head[4].lastIndexOf(':');
        return new PublishedMessage(head[1], Long.parseLong(head[2]), head[3].equals("S"), head[4].substring(0, colon),
                Long.parseLong(head[4].substring(colon + 1)), bytes, end + 1);
    }

    /** Its place in the log. */
    LogPosition position() {
        return new LogPosition(epoch, offset);
    }

    /**
     * Empty for one that this version cannot read: it is left out, and the log has a line.
     *
     * @param audience whom it is for, for the log
     */
    Optional<MessageCodec.Message> message(Supplier<String> audience, Unreadable unreadable) {
        try {
            return Optional.of(MessageCodec.decode(bytes, body));
        } catch (RuntimeException e) {
            unreadable.leftOut(() -> "A message to " + audience.get(), e);
            return Optional.empty();
        }
    }
}
