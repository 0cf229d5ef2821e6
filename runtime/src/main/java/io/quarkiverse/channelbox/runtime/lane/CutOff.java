package io.quarkiverse.channelbox.runtime.lane;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;

/** The end of a connection that does not take its close frame, or does not answer it. Used on the event loop. */
public final class CutOff {

    /** How long a client may take to answer a close frame. */
    private static final long CLOSING_SECONDS = 4;

    private CutOff() {
    }

    /** Soon, unless it has ended by then. */
    public static void later(Channel channel) {
        var cutOff = channel.eventLoop().schedule(() -> now(channel), CLOSING_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> cutOff.cancel(false));
    }

    /** Whatever waits for it. */
    public static void now(Channel channel) {
        // From the first handler on: TLS would wait for what the client does not take.
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first == null) {
            channel.close();
        } else {
            first.close();
        }
    }
}
