package io.quarkiverse.channelbox.runtime.inbound;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** What the endpoint can take: messages of a type that it has a method for, that are not too large. */
final class MessageRules extends ChannelInboundHandlerAdapter {

    private final ConnectionFailure failure;
    private final TakenFrames.Taken taken;
    private final int maxBytes;
    /** Of the message to which fragments belong. */
    private long bytes;
    /** Whether it is text. */
    private boolean isText;
    /** Whether nothing of it was passed on, since all of it was empty so far. */
    private boolean isHeld;

    MessageRules(ConnectionFailure failure, TakenFrames.Taken taken, int maxBytes) {
        this.failure = failure;
        this.taken = taken;
        this.maxBytes = maxBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof TextWebSocketFrame text) {
            isText = true;
            begin(context, text, taken.text());
        } else if (message instanceof BinaryWebSocketFrame binary) {
            isText = false;
            begin(context, binary, taken.binary());
        } else if (message instanceof ContinuationWebSocketFrame more) {
            take(context, more);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void begin(ChannelHandlerContext context, WebSocketFrame frame, boolean isTaken) {
        bytes = 0;
        if (isTaken) {
            isHeld = !frame.isFinalFragment();
            take(context, frame);
        } else {
            frame.release();
            failure.fail(context, Violation.TYPE, isText ? "the endpoint takes no text" : "the endpoint takes text only");
        }
    }

    private void take(ChannelHandlerContext context, WebSocketFrame frame) {
        bytes += frame.content().readableBytes();
        if (bytes > maxBytes) {
            frame.release();
            failure.fail(context, Violation.SIZE, "a message may have " + maxBytes + " bytes");
        } else if (!isHeld) {
            context.fireChannelRead(frame);
        } else if (bytes == 0 && !frame.isFinalFragment()) {
            frame.release();
        } else {
            isHeld = false;
            context.fireChannelRead(first(frame));
        }
    }

    /** Vert.x forgets a message whose first fragment is empty: the first one that is not comes as the first. */
    private WebSocketFrame first(WebSocketFrame frame) {
        if (!(frame instanceof ContinuationWebSocketFrame)) {
            return frame;
        }
        return isText ? new TextWebSocketFrame(frame.isFinalFragment(), 0, frame.content())
                : new BinaryWebSocketFrame(frame.isFinalFragment(), 0, frame.content());
    }
}
