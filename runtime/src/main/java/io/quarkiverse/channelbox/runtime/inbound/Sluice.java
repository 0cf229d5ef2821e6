package io.quarkiverse.channelbox.runtime.inbound;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.quarkiverse.channelbox.runtime.lane.PassesWrites;

/**
 * Lets what was read from the socket on in small portions, and none while the socket is not to be read: one read can hold ten
 * thousand frames, which take some MB as objects, or hundreds of large messages that were compressed. Stands before the decoder
 * of frames. Used on the event loop.
 */
final class Sluice extends ChannelDuplexHandler implements PassesWrites {

    /** So much more than was meant to may come through. */
    static final int PORTION_BYTES = 1024;

    private final LongConsumer waiting;
    private final Queue<ByteBuf> held = new ArrayDeque<>(0);
    private boolean isPassing;

    /** @param waiting gets by how many bytes more waits here, or less */
    Sluice(LongConsumer waiting) {
        this.waiting = waiting;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
        } else if (held.isEmpty() && bytes.readableBytes() <= PORTION_BYTES && context.channel().config().isAutoRead()) {
            context.fireChannelRead(bytes);
        } else {
            waiting.accept(bytes.readableBytes());
            held.add(bytes);
            pass(context);
        }
    }

    /** Also called when the socket may be read again. */
    @Override
    public void read(ChannelHandlerContext context) {
        if (pass(context)) {
            context.fireChannelReadComplete();
        }
        if (held.isEmpty()) {
            context.read();
        }
    }

    /** Returns whether there was anything. What is let on may lead here again, and is to come before what follows it. */
    private boolean pass(ChannelHandlerContext context) {
        boolean isAny = false;
        if (!isPassing) {
            isPassing = true;
            while (!held.isEmpty() && context.channel().config().isAutoRead()) {
                isAny = true;
                context.fireChannelRead(portion());
            }
            isPassing = false;
        }
        return isAny;
    }

    private ByteBuf portion() {
        ByteBuf first = held.peek();
        int length = Math.min(PORTION_BYTES, first.readableBytes());
        waiting.accept(-length);
        return length < first.readableBytes() ? first.readRetainedSlice(length) : held.remove();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        for (ByteBuf bytes = held.poll(); bytes != null; bytes = held.poll()) {
            waiting.accept(-bytes.readableBytes());
            bytes.release();
        }
    }
}
