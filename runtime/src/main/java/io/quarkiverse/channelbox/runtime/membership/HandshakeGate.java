package io.quarkiverse.channelbox.runtime.membership;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Keeps the answer to an upgrade from leaving until the connection has joined its groups. WebSockets Next tells of a connection
 * only after the answer is on its way; without the gate a client that is quick, or a server that is still cold, would miss
 * what is sent right after the client saw its connection open. Used on the event loop.
 */
final class HandshakeGate extends ChannelOutboundHandlerAdapter {

    private static final String NAME = "channel-box-handshake-gate";

    private ChannelHandlerContext context;
    private boolean holding;

    /** In front of Vert.x' own handler, which writes the answer. */
    static void install(Channel channel, String vertxHandler) {
        if (channel.pipeline().get(NAME) == null && channel.pipeline().get(vertxHandler) != null) {
            channel.pipeline().addBefore(vertxHandler, NAME, new HandshakeGate());
        }
    }

    /** Lets the answer go; it goes before any frame, since frames need the pipeline that comes after it. */
    static void open(Channel channel) {
        ChannelHandler gate = channel.pipeline().get(NAME);
        if (gate != null) {
            ((HandshakeGate) gate).open();
        }
    }

    private void open() {
        holding = false;
        if (!context.isRemoved()) {
            context.flush();
            context.pipeline().remove(this);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response
                && HttpResponseStatus.SWITCHING_PROTOCOLS.equals(response.status())) {
            holding = true;
            // The join comes within the same task. Whatever happens to it, the answer is not kept for longer.
            context.executor().execute(this::open);
        }
        super.write(context, message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (!holding) {
            context.flush();
        }
    }
}
