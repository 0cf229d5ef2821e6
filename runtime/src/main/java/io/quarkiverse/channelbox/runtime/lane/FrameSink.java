package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayDeque;
import java.util.Deque;

import io.netty.buffer.ByteBuf;
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
public final class FrameSink {

    /** What became of a write. */
    public enum Outcome {
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
    private Deque<ByteBuf> waiting;
    private long waitingBytes;

    private FrameSink(ChannelHandlerContext context) {
        this.channel = context.channel();
        this.context = context;
        this.noPromise = new VoidChannelPromise(channel, false);
    }

    /** The sink of a connection; {@code null} as long as its pipeline does not take frames. */
    public static FrameSink of(Channel channel) {
        ChannelHandlerContext encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
        // The encoder of the upgrade's answer goes when the answer has been written.
        boolean isReady = encoder != null && channel.pipeline().get(HttpResponseEncoder.class) == null;
        return isReady ? new FrameSink(encoder) : null;
    }

    /** @param maxUnsent how many bytes may wait for the socket; a single message may be larger */
    public Outcome write(ByteBuf frames, long maxUnsent, boolean flush) {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        if (outbound == null) {
            return Outcome.CLOSED;
        }
        long unsent = outbound.totalPendingWriteBytes() + waitingBytes;
        if (unsent > 0 && unsent + frames.readableBytes() > maxUnsent) {
            return Outcome.FULL;
        }
        ByteBuf duplicate = frames.retainedDuplicate();
        if (waiting != null) {
            waiting.add(duplicate);
            waitingBytes += duplicate.readableBytes();
        } else if (flush) {
            context.writeAndFlush(duplicate, noPromise);
        } else {
            context.write(duplicate, noPromise);
        }
        return Outcome.WRITTEN;
    }

    public void flush() {
        context.flush();
    }

    /** A frame of the endpoint itself passed. */
    public void passed(WebSocketFrame frame) {
        boolean isControl = frame instanceof PingWebSocketFrame
                || frame instanceof PongWebSocketFrame;
        if (isControl) {
            return;
        }
        if (!frame.isFinalFragment()) {
            if (waiting == null) {
                waiting = new ArrayDeque<>();
            }
        } else if (waiting != null) {
            for (ByteBuf frames : waiting) {
                context.write(frames, noPromise);
            }
            waiting = null;
            waitingBytes = 0;
            context.flush();
        }
    }

    /** The connection has ended: what waits is given up. */
    public void ended() {
        if (waiting != null) {
            waiting.forEach(ByteBuf::release);
            waiting = null;
            waitingBytes = 0;
        }
    }
}
