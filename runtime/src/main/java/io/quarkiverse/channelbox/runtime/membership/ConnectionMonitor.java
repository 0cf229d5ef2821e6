package io.quarkiverse.channelbox.runtime.membership;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.quarkiverse.channelbox.runtime.lane.Connection;

/** Sees every frame of a connection: the client's are signs of life, and a close frame in either direction is the end. */
final class ConnectionMonitor extends ChannelDuplexHandler {

    private final Connection connection;
    /** {@code null} if it does not speak the subprotocol. */
    private final CommandFrames commands;
    private final ExpiredIdentities expired;

    ConnectionMonitor(Connection connection, CommandFrames commands, ExpiredIdentities expired) {
        this.connection = connection;
        this.commands = commands;
        this.expired = expired;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (isOurs(context, message)) {
            ReferenceCountUtil.release(message);
        } else {
            super.channelRead(context, message);
        }
    }

    /** Whoever is told of it may fail. */
    private boolean isOurs(ChannelHandlerContext context, Object message) {
        try {
            return connection.received(message) || commands != null && commands.take(context, message);
        } catch (RuntimeException | Error e) {
            ReferenceCountUtil.release(message);
            throw e;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (commands != null) {
            connection.protocol().endReading();
        }
        super.channelReadComplete(context);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof CloseWebSocketFrame close) {
            expired.look(connection, close);
            connection.passed(close);
            super.write(context, message, promise);
        } else {
            super.write(context, message, promise);
            if (message instanceof WebSocketFrame frame) {
                connection.passed(frame);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        connection.over();
        super.channelInactive(context);
    }
}
