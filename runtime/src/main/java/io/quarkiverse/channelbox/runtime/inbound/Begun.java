package io.quarkiverse.channelbox.runtime.inbound;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** What one client has begun and not ended. Used on its event loop unless it says otherwise. */
final class Begun {

    private final Unfinished node;
    private final Channel channel;
    private final ConnectionFailure failure;
    /** Of a frame of which bytes are missing: what is kept for it. */
    private int ofFrame;
    /** Of a message of which frames are missing. */
    private long ofMessage;
    /** {@link System#nanoTime()} of when it was begun. */
    private volatile long since;
    private volatile long bytes;

    Begun(Unfinished node, Channel channel, ConnectionFailure failure) {
        this.node = node;
        this.channel = channel;
        this.failure = failure;
    }

    /** From any thread. */
    long since() {
        return since;
    }

    /** From any thread. */
    long bytes() {
        return bytes;
    }

    /** So many bytes are kept for a frame that is not complete. */
    void frame(int kept) {
        ofFrame = kept;
        update();
    }

    /** A data frame is complete. */
    void message(WebSocketFrame frame) {
        if (frame.isFinalFragment()) {
            ofMessage = 0;
        } else {
            ofMessage = (frame instanceof ContinuationWebSocketFrame ? ofMessage : 0) + size(frame.content());
        }
        update();
    }

    private static int size(ByteBuf content) {
        return content.readableBytes();
    }

    private void update() {
        long before = bytes;
        long now = ofFrame + ofMessage;
        if (now == before) {
            return;
        }
        if (before == 0) {
            since = System.nanoTime();
            node.begin(this);
        } else if (now == 0) {
            node.end(this);
        }
        bytes = now;
        node.change(now - before);
    }

    /** The connection has ended. */
    void end() {
        ofFrame = 0;
        ofMessage = 0;
        update();
    }

    /** There is no room for it any more. From any thread. */
    void giveUp() {
        channel.eventLoop().execute(() -> {
            if (bytes > 0) {
                failure.giveUp(channel.pipeline().firstContext());
            }
        });
    }
}
