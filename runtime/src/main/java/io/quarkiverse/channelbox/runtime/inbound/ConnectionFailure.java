package io.quarkiverse.channelbox.runtime.inbound;

import java.util.function.Consumer;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.quarkiverse.channelbox.runtime.lane.CutOff;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;

/**
 * Fails a connection (RFC 6455, section 7.1.7) whose client breaks the rules: the close frame says why, TCP ends after it, and
 * what still comes is dropped. TCP is closed in the direction of the client first: if it were closed while something from the
 * client is not read, the client might never see the close frame. Used on the event loop.
 */
final class ConnectionFailure {

    private static final Logger LOG = Logger.getLogger(ConnectionFailure.class);

    private final WebSocketConnection webSocket;
    private final Violations violations;
    private boolean hasHappened;

    ConnectionFailure(WebSocketConnection webSocket, Violations violations) {
        this.webSocket = webSocket;
        this.violations = violations;
    }

    boolean hasHappened() {
        return hasHappened;
    }

    void fail(ChannelHandlerContext context, Violation violation, String reason) {
        close(context, violation, reason, ConnectionFailure::endOutput);
    }

    /** It has begun so much that there is no room for it any more: TCP ends with the close frame, to have that room. */
    void giveUp(ChannelHandlerContext context) {
        close(context, Violation.UNFINISHED, "too much is begun and not ended on this node", CutOff::now);
    }

    /** @param whenTold ends TCP, as far as it should end at once */
    private void close(ChannelHandlerContext context, Violation violation, String reason, Consumer<Channel> whenTold) {
        if (hasHappened) {
            return;
        }
        hasHappened = true;
        violations.closed(webSocket, violation, reason);
        Channel channel = context.channel();
        CutOff.later(channel);
        channel.config().setAutoRead(true);
        // One that is closed already has had its close frame.
        if (!webSocket.isClosed()) {
            webSocket.close(new CloseReason(violation.code(), reason)).subscribe().with(sent -> whenTold.accept(channel),
                    failure -> LOG.debugf(failure, "Connection %s broke while it was failed", webSocket.id()));
            context.flush();
        }
    }

    private static void endOutput(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (channel instanceof DuplexChannel tcp) {
            tcp.shutdownOutput();
        }
    }

    /** Of what comes after the end only the answer to the close frame matters. */
    void drop(ChannelHandlerContext context, WebSocketFrame frame) {
        frame.release();
        if (frame instanceof CloseWebSocketFrame) {
            context.close();
        }
    }
}
