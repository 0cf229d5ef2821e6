package io.quarkiverse.channelbox.runtime.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * Whatever bytes come, cut anywhere: what is right is handed on as it was sent, what is wrong ends the connection and nothing
 * comes after it, no exception leaves the handlers, no more is held than may be, and all buffers are given back.
 */
class InboundFuzzTest {

    /** What was agreed on, and is configured. */
    record Setting(boolean compresses, boolean keepsContext, TakenFrames.Taken taken, int maxFrame, int maxBytes) {

        static Setting of(FuzzedDataProvider data) {
            int taken = data.consumeInt(0, 2);
            return new Setting(data.consumeBoolean(), data.consumeBoolean(), new TakenFrames.Taken(taken != 1, taken != 2),
                    data.consumeInt(125, 70_000), 1 + (data.consumeInt(0, 1 << data.consumeInt(0, 17))));
        }

        /** Of heap, besides what has just come: what the decoder collects and what it makes of it, each of which may double. */
        long most() {
            return 4L * (maxFrame + maxBytes) + 32 * 1024;
        }
    }

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final List<String> read = new ArrayList<>();
    private Setting setting;
    private final Unfinished unfinished = new Unfinished(Long.MAX_VALUE);
    private int violations;
    private int cut;

    @FuzzTest
    void frames(FuzzedDataProvider data) {
        setting = Setting.of(data);
        read.clear();
        violations = 0;
        byte[] wire = data.consumeBoolean() ? data.consumeBytes(200) : new ClientFrames(data, setting).make();
        NaiveReader expected = new NaiveReader(setting).read(wire);

        EmbeddedChannel channel = channel();
        int from = 0;
        while (from < wire.length && channel.isOpen()) {
            cut = data.remainingBytes() == 0 ? wire.length - from : data.consumeInt(1, wire.length - from);
            channel.writeInbound(allocator.heapBuffer(cut).writeBytes(wire, from, cut));
            assertHeld();
            from += cut;
        }
        channel.checkException();
        channel.finishAndReleaseAll();

        assertEquals(expected.read(), read);
        assertEquals(expected.isRefused() ? 1 : 0, violations);
        assertEquals(0, unfinished.bytes(), "what was begun is still counted");
        assertEquals(0, allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory(),
                "bytes are not given back");
    }

    private void assertHeld() {
        long held = allocator.metric().usedHeapMemory();
        assertTrue(held <= cut + setting.most(), () -> held + " bytes are held with " + setting);
    }

    private EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(allocator);
        ConnectionFailure failure = FailedConnection.tellingOf(violation -> violations++);
        Begun begun = new Begun(unfinished, channel, failure);
        channel.pipeline().addLast(new CountedFrameDecoder(setting.maxFrame(), setting.compresses(), begun));
        if (setting.compresses()) {
            channel.pipeline().addLast(new BoundedInflater(setting.maxBytes(), setting.keepsContext()));
        }
        channel.pipeline().addLast(new FrameRules(failure, begun),
                new MessageRules(failure, setting.taken(), setting.maxBytes()), new Endpoint());
        return channel;
    }

    /** Puts messages together, as Vert.x does. */
    private final class Endpoint extends ChannelInboundHandlerAdapter {

        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private int type = -1;

        @Override
        public void channelRead(ChannelHandlerContext context, Object received) {
            assertHeld();
            WebSocketFrame frame = (WebSocketFrame) received;
            assertEquals(0, frame.rsv());
            assertEquals(0, violations, "nothing comes after a violation");
            byte[] payload = bytes(frame.content());
            if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
                assertEquals(-1, type, "one message at a time");
                type = frame instanceof TextWebSocketFrame ? 1 : 2;
                take(frame, payload);
            } else if (frame instanceof ContinuationWebSocketFrame) {
                assertTrue(type > 0 && message.size() > 0, "a message begins with a frame that is not empty");
                take(frame, payload);
            } else {
                read.add(NaiveReader.told(frame instanceof CloseWebSocketFrame ? 8
                        : frame instanceof PingWebSocketFrame ? 9
                                : 10,
                        payload));
            }
            frame.release();
        }

        private static byte[] bytes(ByteBuf content) {
            return ByteBufUtil.getBytes(content);
        }

        private void take(WebSocketFrame frame, byte[] payload) {
            message.writeBytes(payload);
            assertTrue(message.size() <= setting.maxBytes());
            if (frame.isFinalFragment()) {
                read.add(NaiveReader.told(type, message.toByteArray()));
                type = -1;
                message.reset();
            }
        }
    }
}
