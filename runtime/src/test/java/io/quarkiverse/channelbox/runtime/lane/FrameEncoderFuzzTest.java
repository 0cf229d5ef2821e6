package io.quarkiverse.channelbox.runtime.lane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/** What is written is as long as it was said to be, and a client's decoder gets the message that went in. */
class FrameEncoderFuzzTest {

    @FuzzTest
    void messages(FuzzedDataProvider data) {
        int maxFrame = data.consumeInt(1, 70_000);
        boolean isBinary = data.consumeBoolean();
        int repeated = data.consumeInt(0, 1 << data.consumeInt(0, 12));
        byte[] part = data.consumeRemainingAsBytes();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i <= repeated && all.size() < 140_000 && all.size() / maxFrame < 500; i++) {
            all.writeBytes(part);
        }
        byte[] message = all.toByteArray();
        EncodedPayload payload = isBinary ? EncodedPayload.binary(message) : EncodedPayload.json(message);
        FrameEncoder encoder = new FrameEncoder(maxFrame);
        ByteBuf wire = Unpooled.buffer(encoder.size(payload));
        encoder.encode(payload, wire);
        assertEquals(encoder.size(payload), wire.readableBytes());

        EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, maxFrame));
        client.writeInbound(wire);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        boolean isLast = false;
        for (WebSocketFrame frame = client.readInbound(); frame != null; frame = client.readInbound()) {
            assertTrue(!isLast, "something comes behind the end");
            assertTrue(read.size() > 0 ? frame instanceof ContinuationWebSocketFrame
                    : isBinary ? frame instanceof BinaryWebSocketFrame : frame instanceof TextWebSocketFrame);
            read.writeBytes(ByteBufUtil.getBytes(frame.content()));
            isLast = frame.isFinalFragment();
            frame.release();
        }
        assertTrue(isLast, "it has no end");
        assertArrayEquals(message, read.toByteArray());
        client.finishAndReleaseAll();
    }
}
