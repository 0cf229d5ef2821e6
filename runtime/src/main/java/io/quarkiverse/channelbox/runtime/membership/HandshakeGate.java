package io.quarkiverse.channelbox.runtime.membership;

import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.util.concurrent.Future;

/**
 * Between an upgrade that was let in and its answer. Keeps a 101 from leaving until the connection has joined its groups:
 * WebSockets Next tells of a connection only after the answer is on its way; without the gate a client that is quick, or a
 * server that is still cold, would miss what is sent right after the client saw its connection open. Whatever else comes of
 * the upgrade, another answer, none in time, a 101 of which nobody is told, or the end of TCP, the reserved places are given
 * back at once. Used on the event loop.
 */
final class HandshakeGate extends ChannelOutboundHandlerAdapter {

    /** The answer to what was let in is a matter of microseconds; what is left then is stuck. */
    static final int LIMIT_SECONDS = 10;

    private static final String NAME = "channel-box-handshake-gate";

    private final Admission admission;
    private ChannelHandlerContext context;
    private Future<?> limit;
    private boolean holding;

    HandshakeGate(Admission admission) {
        this.admission = admission;
    }

    /**
     * In front of Vert.x' own handler, which writes the answer.
     *
     * @throws RefusedException if the connection has been upgraded, or is about to be
     */
    static void install(Channel channel, String vertxHandler, Admission admission) {
        if (channel.pipeline().get(NAME) != null || channel.pipeline().get(WebSocketFrameEncoder.class) != null) {
            // Nobody may send anything before the answer has come (RFC 6455, section 4.1).
            throw new RefusedException(400, "another upgrade of the same connection was let in before it");
        }
        if (channel.isActive() && channel.pipeline().get(vertxHandler) != null) {
            channel.pipeline().addBefore(vertxHandler, NAME, new HandshakeGate(admission));
        } else {
            admission.giveBack();
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

    /**
     * WebSockets Next has failed before it told of the connection, as it does if the identity has expired meanwhile: nobody
     * would read it, ping it or end it.
     */
    private void closeUnlessOpen() {
        if (holding) {
            context.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        this.limit = context.executor().schedule(() -> context.close(), LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Also called when TCP has ended. What has joined by now has nothing to give back. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        limit.cancel(false);
        admission.giveBack();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        boolean isRefused = false;
        if (message instanceof HttpResponse response) {
            if (HttpResponseStatus.SWITCHING_PROTOCOLS.equals(response.status())) {
                holding = true;
            } else {
                isRefused = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
            }
        }
        super.write(context, message, promise);
        if (holding) {
            // The join comes within the same task, or never.
            context.executor().execute(this::closeUnlessOpen);
        } else if (isRefused && !context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (!holding) {
            context.flush();
        }
    }
}
