package io.quarkiverse.channelbox.runtime.inbound;

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
    private volatile long counted;

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
        return counted;
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
            ofMessage = (frame instanceof ContinuationWebSocketFrame ? ofMessage : 0) + frame.content().readableBytes();
        }
        update();
    }

    private void update() {
        long now = ofFrame + ofMessage;
        long difference;
        synchronized (this) {
            difference = now - counted;
            if (difference == 0) {
                return;
            }
            if (counted == 0) {
                since = System.nanoTime();
                node.begin(this);
            } else if (now == 0) {
                node.end(this);
            }
            counted = now;
        }
        node.change(difference);
    }

    /**
     * The server itself does not read from the client at the moment, which cannot end anything then: it does not count before
     * it is read again. From any thread. Returns how much that is; 0 if it is read.
     */
    synchronized long setAside() {
        long its = channel.config().isAutoRead() ? 0 : counted;
        if (its > 0) {
            counted = 0;
            node.end(this);
        }
        return its;
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
            if (counted > 0) {
                failure.giveUp(channel.pipeline().firstContext());
            }
        });
    }
}
