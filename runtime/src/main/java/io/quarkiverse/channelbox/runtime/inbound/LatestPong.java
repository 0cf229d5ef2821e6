package io.quarkiverse.channelbox.runtime.inbound;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;

/**
 * Answers to pings of a client that does not read them: while its socket takes nothing, the latest one waits and no other (RFC
 * 6455, section 5.5.3). Used on the event loop.
 */
final class LatestPong {

    private PongWebSocketFrame waiting;
    private ChannelPromise promise;

    void write(ChannelHandlerContext context, PongWebSocketFrame pong, ChannelPromise written) {
        if (context.channel().isWritable()) {
            context.write(pong, written);
        } else {
            release();
            waiting = pong;
            promise = written;
        }
    }

    /** The socket may take something again. */
    void writeIfTaken(ChannelHandlerContext context) {
        if (waiting != null && context.channel().isWritable()) {
            PongWebSocketFrame pong = waiting;
            waiting = null;
            context.writeAndFlush(pong, promise);
        }
    }

    void release() {
        if (waiting != null) {
            waiting.release();
            waiting = null;
            promise.trySuccess();
        }
    }
}
