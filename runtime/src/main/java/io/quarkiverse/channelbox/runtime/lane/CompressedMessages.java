package io.quarkiverse.channelbox.runtime.lane;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/**
 * Whether a client takes messages of which each was compressed by itself (RFC 7692, section 7.1.1.1), so that their frames can
 * be shared by many. To have negotiated compression is not enough: a client may expect what refers to the messages before.
 */
public final class CompressedMessages {

    private static final AttributeKey<Boolean> TAKEN = AttributeKey.valueOf("io.quarkiverse.channelbox.compressed");

    private CompressedMessages() {
    }

    /** The client of a channel does, from the answer to its upgrade on; before its connection is a {@link Connection}. */
    public static void areTakenBy(Channel channel) {
        channel.attr(TAKEN).set(true);
    }

    static boolean areTaken(Channel channel) {
        return channel.hasAttr(TAKEN);
    }
}
