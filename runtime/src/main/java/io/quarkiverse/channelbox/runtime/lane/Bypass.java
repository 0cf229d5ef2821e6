package io.quarkiverse.channelbox.runtime.lane;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.VoidChannelPromise;
import io.netty.channel.nio.AbstractNioChannel.NioUnsafe;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.timeout.IdleStateHandler;

/**
 * The way to a socket past its pipeline, for what many connections get: what Netty touches for each write costs several times
 * the user time of the system call. It is open only while nothing is in the pipeline, or bytes would get mixed up: it stands
 * between the encoder of frames and the network, so that whatever is written there shuts it. Used on the event loop.
 */
abstract class Bypass extends ChannelOutboundHandlerAdapter {

    /** Of what the idle timeout of the pipeline is, so often a write has to go through the pipeline to be seen there. */
    private static final int IDLE_FRACTION = 4;

    private static final Bypass NONE = new ToNowhere();

    private final Outbound outbound;
    private final Activity activity;
    private final long maxMillis;
    private ChannelHandlerContext context;
    private boolean isOpen;
    /** {@link Lane#now()} up to which it may stay open. */
    private long openUntil;
    private FrameForm form;
    private boolean takesCompressed;

    private Bypass(Outbound outbound, Activity activity, long maxMillis) {
        this.outbound = outbound;
        this.activity = activity;
        this.maxMillis = maxMillis;
    }

    /**
     * Puts one into a pipeline.
     *
     * @param encoder of frames
     * @param outbound of the same connection, as is the activity
     * @return one that is never open where something stands between that changes, counts or paces bytes (TLS), or the socket is
     *         not to be had
     */
    static Bypass install(ChannelHandlerContext encoder, Outbound outbound, Activity activity) {
        Channel channel = encoder.channel();
        long maxMillis = Integer.MAX_VALUE;
        for (Map.Entry<String, ChannelHandler> each : channel.pipeline()) {
            ChannelHandler handler = each.getValue();
            if (handler == encoder.handler()) {
                break;
            } else if (handler instanceof IdleStateHandler idle) {
                maxMillis = Math.min(maxMillis, maxMillis(idle));
            } else if (handler instanceof ChannelOutboundHandler && !(handler instanceof PassesWrites)) {
                return NONE;
            }
        }
        Bypass bypass = to(channel, outbound, activity, maxMillis);
        if (bypass != NONE) {
            channel.pipeline().addBefore(encoder.name(), null, bypass);
        }
        return bypass;
    }

    private static Bypass to(Channel channel, Outbound outbound, Activity activity, long maxMillis) {
        if (channel instanceof UnixChannel unix) {
            return new ToUnix(outbound, activity, maxMillis, unix.fd());
        }
        return channel.unsafe() instanceof NioUnsafe nio && nio.ch() instanceof SocketChannel socket
                ? new ToNio(outbound, activity, maxMillis, socket)
                : NONE;
    }

    private static long maxMillis(IdleStateHandler idle) {
        long writer = idle.getWriterIdleTimeInMillis();
        long all = idle.getAllIdleTimeInMillis();
        return Math.min(writer == 0 ? Long.MAX_VALUE : writer / IDLE_FRACTION, all == 0 ? Long.MAX_VALUE : all / IDLE_FRACTION);
    }

    /**
     * Nothing is in the pipeline at the moment.
     *
     * @param form as which the member gets messages that has the connection for itself
     * @param now {@link Lane#now()}
     * @return whether it is open
     */
    boolean open(FrameForm form, boolean takesCompressed, long now) {
        this.form = form;
        this.takesCompressed = takesCompressed;
        isOpen = true;
        openUntil = now + maxMillis;
        return true;
    }

    void shut() {
        isOpen = false;
    }

    /** @param now {@link Lane#now()} */
    boolean isOpen(long now) {
        return isOpen && now <= openUntil;
    }

    FrameForm form() {
        return form;
    }

    boolean takesCompressed() {
        return takesCompressed;
    }

    /**
     * Writes frames. What the socket does not take goes into the pipeline, and shuts this.
     *
     * @param now {@link Lane#now()}
     * @return whether they were written; if not, the pipeline is to have all of them
     */
    boolean write(FrameBatch batch, long now) {
        int taken = take(batch);
        if (taken < batch.size()) {
            isOpen = false;
            if (taken == 0) {
                return false;
            }
            ByteBuf frames = batch.frames();
            context.writeAndFlush(frames.retainedSlice(frames.readerIndex() + taken, frames.readableBytes() - taken),
                    new VoidChannelPromise(context.channel(), false));
            outbound.waits();
        }
        activity.wrote(now);
        return true;
    }

    /** Returns how many bytes the socket took: 0 also if it is broken, which the pipeline finds out then. */
    abstract int take(FrameBatch batch);

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        isOpen = false;
        context.write(message, promise);
    }

    /** Stands in no pipeline. */
    private static final class ToNowhere extends Bypass {

        ToNowhere() {
            super(null, null, 0);
        }

        @Override
        boolean open(FrameForm form, boolean takesCompressed, long now) {
            return false;
        }

        @Override
        int take(FrameBatch batch) {
            return 0;
        }
    }

    private static final class ToUnix extends Bypass {

        private final FileDescriptor socket;

        ToUnix(Outbound outbound, Activity activity, long maxMillis, FileDescriptor socket) {
            super(outbound, activity, maxMillis);
            this.socket = socket;
        }

        @Override
        int take(FrameBatch batch) {
            // Once it is closed the number may be that of another connection.
            if (!socket.isOpen()) {
                return 0;
            }
            try {
                long address = batch.memoryAddress();
                return address == 0 ? socket.write(batch.nioBuffer(), 0, batch.size())
                        : socket.writeAddress(address, 0, batch.size());
            } catch (IOException e) {
                return 0;
            }
        }
    }

    private static final class ToNio extends Bypass {

        private final SocketChannel socket;

        ToNio(Outbound outbound, Activity activity, long maxMillis, SocketChannel socket) {
            super(outbound, activity, maxMillis);
            this.socket = socket;
        }

        @Override
        int take(FrameBatch batch) {
            try {
                return socket.write(batch.nioBuffer());
            } catch (IOException e) {
                return 0;
            }
        }
    }
}
