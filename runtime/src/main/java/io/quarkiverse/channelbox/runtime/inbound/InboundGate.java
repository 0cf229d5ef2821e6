package io.quarkiverse.channelbox.runtime.inbound;

import java.util.ArrayDeque;
import java.util.Deque;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkus.websockets.next.CloseReason;

/**
 * Lets the frames of a client through as fast as they are handled and as what is written to it is taken. While it is not as
 * fast as the client, the socket is not read, so that TCP stops the client; the frames that had been read by then wait here, in
 * order: they are few, since they came with one read. Used on the event loop.
 */
final class InboundGate extends ChannelDuplexHandler {

    private static final CloseReason TOO_MUCH = new CloseReason(1008, "too many messages or bytes in a second");
    /** What a frame costs besides its bytes while it waits here. */
    private static final int FRAME_BYTES = 128;
    private static final long NOT_ASKED = Long.MIN_VALUE;

    private final Connection connection;
    private final NodeInbound node;
    private final Inbound inbound;
    private final TokenBucket messages;
    private final TokenBucket bytes;
    private final LatestPong pong = new LatestPong();
    private final Deque<WebSocketFrame> held = new ArrayDeque<>(0);
    private ChannelHandlerContext context;
    /** {@link System#nanoTime()} of what is being read. */
    private long now = NOT_ASKED;
    private boolean isPaused;
    /** Whether more waits for the socket than may. */
    private boolean isUnsent;
    private boolean isLookingSoon;
    /** It was closed because it sends too much. */
    private boolean isClosed;

    InboundGate(Connection connection, InboundLimits limits, NodeInbound node) {
        this.connection = connection;
        this.node = node;
        this.inbound = new Inbound(node, limits.maxUnhandled(), () -> connection.lane().execute(this::woken));
        long start = System.nanoTime();
        this.messages = new TokenBucket(limits.messagesPerSecond(), limits.burstNanos(), start);
        this.bytes = new TokenBucket(limits.bytesPerSecond(), limits.burstNanos(), start);
    }

    Inbound inbound() {
        return inbound;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    // ---- what the client sends ----

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (!(message instanceof WebSocketFrame frame)) {
            super.channelRead(ctx, message);
        } else if ((isClosed || connection.hasEnded()) && !(frame instanceof CloseWebSocketFrame)) {
            // The server has closed it, perhaps because it ends itself, and nobody is there any more to handle anything.
            frame.release();
        } else if (!isClosed && !isWithinQuota(frame)) {
            frame.release();
            close();
        } else if (held.isEmpty() && mayPass(frame)) {
            pass(frame);
        } else {
            hold(frame);
        }
    }

    private boolean isWithinQuota(WebSocketFrame frame) {
        if (now == NOT_ASKED) {
            now = System.nanoTime();
        }
        return messages.take(1, now) & bytes.take(frame.content().readableBytes(), now);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        now = NOT_ASKED;
        super.channelReadComplete(ctx);
        if (!inbound.haveAllArrived() || inbound.hasHadItsTurn()) {
            lookSoon();
        }
    }

    /** An endpoint may handle pings and pongs, too. */
    private boolean mayPass(WebSocketFrame frame) {
        return frame instanceof CloseWebSocketFrame || !isUnsent && inbound.hasRoom();
    }

    private void pass(WebSocketFrame frame) {
        if (frame.isFinalFragment()) {
            inbound.handOn(frame.content().readableBytes());
        }
        context.fireChannelRead(frame);
    }

    private void hold(WebSocketFrame frame) {
        if (held.isEmpty()) {
            inbound.isWaiting(true);
            if (isUnsent) {
                pause(InboundBound.UNSENT);
            } else if (inbound.isFull()) {
                pause(InboundBound.UNHANDLED);
            } else if (inbound.hasHadItsTurn()) {
                pause();
            } else {
                node.whenLow(inbound);
                pause(InboundBound.PENDING);
            }
            // There may be room by now, and nobody would tell.
            lookSoon();
        }
        held.add(frame);
        node.add(cost(frame));
    }

    private static long cost(WebSocketFrame frame) {
        return frame.content().readableBytes() + FRAME_BYTES;
    }

    /** Behind all that is on its way to whoever handles it, and behind others if this client has had its turn. */
    private void lookSoon() {
        if (!isLookingSoon) {
            isLookingSoon = true;
            long handedOn = inbound.handedOn();
            if (inbound.hasHadItsTurn()) {
                connection.lane().executeInTurn(() -> look(handedOn));
            } else {
                connection.lane().execute(() -> look(handedOn));
            }
        }
    }

    private void look(long arrived) {
        isLookingSoon = false;
        inbound.haveArrived(arrived);
        inbound.beginTurn();
        passHeld();
        if (!inbound.haveAllArrived()) {
            lookSoon();
        }
    }

    private void woken() {
        inbound.looks();
        passHeld();
        if (!inbound.haveAllArrived()) {
            lookSoon();
        }
    }

    private void passHeld() {
        boolean isAny = false;
        while (!held.isEmpty() && mayPass(held.peek())) {
            WebSocketFrame frame = held.poll();
            node.remove(cost(frame));
            isAny = true;
            pass(frame);
        }
        if (isAny) {
            context.fireChannelReadComplete();
        }
        if (held.isEmpty()) {
            inbound.isWaiting(false);
            node.forget(inbound);
            resume();
        } else if (inbound.hasHadItsTurn()) {
            lookSoon();
        } else if (!isUnsent && !inbound.isFull()) {
            node.whenLow(inbound);
        }
    }

    private void close() {
        isClosed = true;
        releaseHeld();
        resume();
        node.reached(InboundBound.RATE, connection);
        connection.closeAndForget(TOO_MUCH, LeaveReason.CLOSED);
    }

    // ---- whether the socket is read ----

    private void pause(InboundBound bound) {
        if (!isPaused) {
            pause();
            node.reached(bound, connection);
        }
    }

    private void pause() {
        isPaused = true;
        context.channel().config().setAutoRead(false);
    }

    private void resume() {
        if (isPaused && (isClosed || !isUnsent)) {
            isPaused = false;
            context.channel().config().setAutoRead(true);
        }
    }

    /** Vert.x may go on to read by itself. */
    @Override
    public void read(ChannelHandlerContext ctx) throws Exception {
        if (isPaused) {
            ctx.channel().config().setAutoRead(false);
        } else {
            super.read(ctx);
        }
    }

    // ---- what the endpoint sends ----

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof PongWebSocketFrame frame) {
            pong.write(ctx, frame, promise);
        } else {
            super.write(ctx, message, promise);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        pong.writeIfTaken(ctx);
        super.channelWritabilityChanged(ctx);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) throws Exception {
        super.flush(ctx);
        connection.endpointFrames().flushed();
        if (!isUnsent && !isClosed && connection.endpointFrames().areTooMany()) {
            isUnsent = true;
            pause(InboundBound.UNSENT);
            lookWhenTaken();
        }
    }

    /** What waits for the socket now is taken some time, or the connection ends. */
    private void lookWhenTaken() {
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(taken -> {
            if (!taken.isSuccess()) {
                return;
            }
            connection.endpointFrames().flushed();
            if (connection.endpointFrames().areTooMany()) {
                connection.lane().execute(this::lookWhenTaken);
            } else {
                isUnsent = false;
                woken();
            }
        });
    }

    // ---- its end ----

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        releaseHeld();
        pong.release();
        super.channelInactive(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        releaseHeld();
        pong.release();
    }

    private void releaseHeld() {
        inbound.isWaiting(false);
        node.forget(inbound);
        for (WebSocketFrame frame = held.poll(); frame != null; frame = held.poll()) {
            node.remove(cost(frame));
            frame.release();
        }
    }
}
