package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayDeque;
import java.util.Deque;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;

/**
 * Writes shared frames into the pipeline of one connection, below the encoder of WebSocket frames: what is common to all
 * members is done once, before. Used on the event loop of the connection.
 * <p>
 * It keeps the frames of others whole: between the frames of a message that the endpoint sends in several frames no other
 * data frame may go (RFC 6455, section 5.4), so that what comes then waits.
 */
final class FrameSink {

    /** What became of a write. */
    enum Outcome {
        WRITTEN,
        /** The channel is closed: there is nothing to write to any more. */
        CLOSED,
        /** The bytes that the socket did not take yet would exceed the bound; nothing was written. */
        FULL
    }

    private final Channel channel;
    /** Of the encoder of frames: what is written to it goes on behind the encoder, to the network. */
    private final ChannelHandlerContext context;
    private final ChannelPromise noPromise;
    /** What waits for the end of a message of the endpoint; {@code null} while none is being sent in parts. */
    private Deque<Waiting> waiting;
    private long waitingBytes;

    private record Waiting(ByteBuf frames, Runnable written) {
    }

    private FrameSink(ChannelHandlerContext context) {
        this.channel = context.channel();
        this.context = context;
        this.noPromise = new VoidChannelPromise(channel, false);
    }

    /** The sink of a connection; {@code null} as long as its pipeline does not take frames. */
    static FrameSink of(Channel channel) {
        ChannelHandlerContext encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
        // The encoder of the upgrade's answer goes when the answer has been written.
        boolean isReady = encoder != null && channel.pipeline().get(HttpResponseEncoder.class) == null;
        return isReady ? new FrameSink(encoder) : null;
    }

    /** @param maxUnsent how many bytes may wait for the socket; a single message may be larger */
    Outcome write(ByteBuf frames, long maxUnsent, boolean flush) {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        if (outbound == null) {
            return Outcome.CLOSED;
        }
        long unsent = outbound.totalPendingWriteBytes() + waitingBytes;
        if (unsent > 0 && unsent + frames.readableBytes() > maxUnsent) {
            return Outcome.FULL;
        }
        if (flush && waiting == null) {
            context.writeAndFlush(frames.retainedDuplicate(), noPromise);
        } else {
            write(frames);
        }
        return Outcome.WRITTEN;
    }

    /** Whatever waits already. */
    void write(ByteBuf frames) {
        ByteBuf duplicate = frames.retainedDuplicate();
        if (waiting != null) {
            waiting.add(new Waiting(duplicate, null));
            waitingBytes += duplicate.readableBytes();
        } else {
            context.write(duplicate, noPromise);
        }
    }

    /** Whether nothing waits, and no message of the endpoint is being sent in parts. */
    boolean isEmpty() {
        return waiting == null && unsent() == 0;
    }

    /** The way past the pipeline, made anew. */
    Bypass bypass(Outbound outbound, Activity activity) {
        return Bypass.install(context, outbound, activity);
    }

    void flush() {
        context.flush();
    }

    /** @param written called when the socket has taken all that was written before, never if it does not */
    void flushAndThen(Runnable written) {
        if (waiting != null) {
            waiting.add(new Waiting(Unpooled.EMPTY_BUFFER, written));
        } else {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
                if (done.isSuccess()) {
                    written.run();
                }
            });
        }
    }

    /** How many bytes wait for the socket; about so many where it is asked for off the event loop. */
    long unsent() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes() + waitingBytes;
    }

    /** Like {@link #unsent}, without what waits for the end of a message of the endpoint. */
    long unsentOfChannel() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }

    /** Another number after the socket has taken something of what waited. */
    long progress() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null ? 0 : 31L * System.identityHashCode(outbound.current()) + outbound.currentProgress();
    }

    /** A frame of the endpoint itself passed. */
    void passed(WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame || frame instanceof PongWebSocketFrame) {
            return;
        }
        if (!frame.isFinalFragment()) {
            if (waiting == null) {
                waiting = new ArrayDeque<>();
            }
        } else if (waiting != null) {
            Deque<Waiting> all = waiting;
            waiting = null;
            waitingBytes = 0;
            for (Waiting each : all) {
                if (each.written() == null) {
                    context.write(each.frames(), noPromise);
                } else {
                    flushAndThen(each.written());
                }
            }
            context.flush();
        }
    }

    /** The connection has ended: what waits is given up. */
    void ended() {
        if (waiting != null) {
            waiting.forEach(each -> each.frames().release());
            waiting = null;
            waitingBytes = 0;
        }
    }
}
