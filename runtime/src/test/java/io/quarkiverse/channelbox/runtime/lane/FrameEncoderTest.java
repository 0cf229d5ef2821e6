package io.quarkiverse.channelbox.runtime.lane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/** What is encoded here a decoder that is not ours understands. */
class FrameEncoderTest {

    private static final int MAX_FRAME = 65_536;

    private final FrameEncoder encoder = new FrameEncoder(MAX_FRAME);

    private List<WebSocketFrame> decode(EncodedPayload payload) {
        ByteBuf frames = Unpooled.buffer();
        encoder.encode(payload, frames);
        assertEquals(encoder.size(payload), frames.readableBytes());
        EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(false).allowExtensions(true).maxFramePayloadLength(MAX_FRAME).build()));
        client.writeInbound(frames);
        List<WebSocketFrame> decoded = new ArrayList<>();
        for (WebSocketFrame frame = client.readInbound(); frame != null; frame = client.readInbound()) {
            decoded.add(frame);
        }
        client.finishAndReleaseAll();
        return decoded;
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 125, 126, 127, 65_535, 65_536, 65_537, 131_072, 131_073, 1_000_000 })
    void ofAnySize(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31);
        }
        List<WebSocketFrame> frames = decode(EncodedPayload.binary(bytes));
        assertEquals(Math.max(1, (size + MAX_FRAME - 1) / MAX_FRAME), frames.size());
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < frames.size(); i++) {
            WebSocketFrame frame = frames.get(i);
            assertEquals(i == 0 ? BinaryWebSocketFrame.class : ContinuationWebSocketFrame.class, frame.getClass());
            assertEquals(i == frames.size() - 1, frame.isFinalFragment());
            assertEquals(0, frame.rsv());
            all.writeBytes(frame.content());
            frame.release();
        }
        assertArrayEquals(bytes, ByteBufUtil.getBytes(all));
    }

    /** Only the first frame of a message says that it is compressed (RFC 7692, section 6). */
    @ParameterizedTest
    @ValueSource(ints = { 1, 65_536, 65_537, 200_000 })
    void compressed(int size) {
        List<WebSocketFrame> frames = decode(EncodedPayload.text("").asCompressed(new byte[size]));
        assertInstanceOf(TextWebSocketFrame.class, frames.get(0));
        for (int i = 0; i < frames.size(); i++) {
            assertEquals(i == 0 ? WebSocketExtension.RSV1 : 0, frames.get(i).rsv());
            frames.get(i).release();
        }
    }

    @Test
    void textIsText() {
        List<WebSocketFrame> frames = decode(EncodedPayload.text("\u00e4 \ud83d\ude00"));
        TextWebSocketFrame frame = assertInstanceOf(TextWebSocketFrame.class, frames.get(0));
        assertEquals("\u00e4 \ud83d\ude00", frame.text());
        assertTrue(frame.isFinalFragment());
        frame.release();
        assertInstanceOf(TextWebSocketFrame.class, decode(EncodedPayload.json(new byte[] { '1' })).get(0)).release();
    }
}
