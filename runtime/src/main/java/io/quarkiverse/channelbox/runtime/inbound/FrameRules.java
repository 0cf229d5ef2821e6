package io.quarkiverse.channelbox.runtime.inbound;

import java.io.IOException;

import javax.net.ssl.SSLException;

import org.jboss.logging.Logger;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * What RFC 6455 wants of frames and Netty's decoder, as Vert.x sets it up, does not see: no reserved bits, close codes that
 * there are, UTF-8. What the decoder does see is answered here; and a connection that breaks just ends, which is no failure of
 * the server.
 */
final class FrameRules extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(FrameRules.class);
    /** The last close code that may be used by anybody. */
    private static final int MAX_CLOSE_CODE = 4999;
    private static final int CODE_BYTES = 2;

    private final ConnectionFailure failure;
    private final Begun begun;
    private final Utf8 utf8 = new Utf8();
    /** Whether the message is text to which fragments belong. */
    private boolean isText;

    FrameRules(ConnectionFailure failure, Begun begun) {
        this.failure = failure;
        this.begun = begun;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof WebSocketFrame frame)) {
            context.fireChannelRead(message);
        } else if (failure.hasHappened()) {
            failure.drop(context, frame);
        } else if (frame.rsv() != 0) {
            fail(context, frame, Violation.PROTOCOL, "a reserved bit is set");
        } else if (frame instanceof CloseWebSocketFrame close && close.statusCode() > MAX_CLOSE_CODE) {
            fail(context, frame, Violation.PROTOCOL, "the close code is none");
        } else if (frame instanceof CloseWebSocketFrame && !isRightReason(frame.content())) {
            fail(context, frame, Violation.DATA, "the reason is not UTF-8");
        } else if (!isRightText(frame)) {
            fail(context, frame, Violation.DATA, "the text is not UTF-8");
        } else {
            if (!(frame instanceof CloseWebSocketFrame || frame instanceof PingWebSocketFrame
                    || frame instanceof PongWebSocketFrame)) {
                begun.message(frame);
            }
            context.fireChannelRead(frame);
        }
    }

    /** The decoder does not see that the last character is cut. */
    private static boolean isRightReason(ByteBuf close) {
        Utf8 reason = new Utf8();
        return close.readableBytes() <= CODE_BYTES || reason.accepts(
                close.slice(close.readerIndex() + CODE_BYTES, close.readableBytes() - CODE_BYTES)) && reason.isComplete();
    }

    private boolean isRightText(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            isText = true;
            utf8.begin();
        } else if (frame instanceof BinaryWebSocketFrame) {
            isText = false;
        } else if (!(frame instanceof ContinuationWebSocketFrame)) {
            return true;
        }
        return !isText || utf8.accepts(frame.content()) && (!frame.isFinalFragment() || utf8.isComplete());
    }

    private void fail(ChannelHandlerContext context, WebSocketFrame frame, Violation violation, String reason) {
        frame.release();
        failure.fail(context, violation, reason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException found) {
            failure.fail(context, Violation.of(found), found.getMessage());
        } else if (isBroken(cause)) {
            LOG.debugf(cause, "A connection broke: %s", context.channel());
            context.close();
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        begun.end();
    }

    /** Whether TCP was reset, or what comes is no TLS any more. */
    private static boolean isBroken(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof DecoderException && cause.getCause() instanceof SSLException;
    }
}
