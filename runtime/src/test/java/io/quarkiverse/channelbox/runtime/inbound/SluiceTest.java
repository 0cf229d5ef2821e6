package io.quarkiverse.channelbox.runtime.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

/** Portions of what was read, which wait while the socket is not to be read. */
class SluiceTest {

    private static final int LARGE = 5 * Sluice.PORTION_BYTES + 7;

    private final List<Long> counted = new ArrayList<>();
    private long waiting;
    private boolean stopsReading;
    private final EmbeddedChannel channel = new EmbeddedChannel(new Sluice(this::count), new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (stopsReading) {
                context.channel().config().setAutoRead(false);
            }
            context.fireChannelRead(message);
        }
    });

    private void count(long bytes) {
        waiting += bytes;
        counted.add(waiting);
    }

    private int passed() {
        int bytes = 0;
        for (ByteBuf portion = channel.readInbound(); portion != null; portion = channel.readInbound()) {
            bytes += portion.readableBytes();
            portion.release();
        }
        return bytes;
    }

    @Test
    void whatIsSmallPassesAsItIs() {
        ByteBuf small = Unpooled.buffer().writeZero(Sluice.PORTION_BYTES);
        channel.writeInbound(small);
        assertEquals(small, channel.readInbound());
        assertEquals(List.of(), counted);
        small.release();
    }

    @Test
    void restsWaitUntilTheSocketMayBeRead() {
        stopsReading = true;
        ByteBuf first = Unpooled.buffer().writeZero(LARGE);
        ByteBuf second = Unpooled.buffer().writeZero(3);
        channel.writeInbound(first, second);
        assertEquals(Sluice.PORTION_BYTES, passed());
        assertEquals(LARGE + 3 - Sluice.PORTION_BYTES, waiting);
        channel.config().setAutoRead(true);
        assertEquals(Sluice.PORTION_BYTES, passed());
        stopsReading = false;
        channel.config().setAutoRead(true);
        assertEquals(LARGE + 3 - 2 * Sluice.PORTION_BYTES, passed());
        assertEquals(0, waiting);
        assertEquals(0, first.refCnt() + second.refCnt());
    }

    @Test
    void nothingIsLeftOfWhoHasGone() {
        stopsReading = true;
        ByteBuf bytes = Unpooled.buffer().writeZero(LARGE);
        channel.writeInbound(bytes);
        passed();
        assertFalse(channel.finish());
        assertEquals(0, waiting);
        assertEquals(0, bytes.refCnt());
        assertNull(channel.readInbound());
    }
}
