package io.quarkiverse.channelbox.runtime.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.settings.TestCompression;

/** Payloads become frames once for those who take them compressed, and once for all others. */
class FrameBatchTest {

    private final FrameEncoder encoder = new FrameEncoder(65_536, new PayloadCompressor(TestCompression.on(6, 1000)));

    private FrameBatch batch(EncodedPayload... payloads) {
        return new FrameBatch(List.of(payloads), encoder);
    }

    @Test
    void once() {
        FrameBatch batch = batch(EncodedPayload.text("x".repeat(2000)), EncodedPayload.text("y"));
        FrameBatch compressed = batch.compressed();
        assertNotSame(batch, compressed);
        assertSame(compressed, batch.compressed());
        assertSame(compressed.frames(), batch.compressed().frames());
        assertEquals(batch.payloads(), compressed.payloads());
        assertTrue(compressed.size() < 100, () -> "" + compressed.size());
        assertEquals(compressed.frames().readableBytes(), compressed.size());
        assertEquals(2004 + 3, batch.size());
        assertEquals(batch.frames().readableBytes(), batch.size());
        List<ByteBuf> both = List.of(batch.frames(), compressed.frames());
        batch.release();
        both.forEach(frames -> assertEquals(0, frames.refCnt()));
    }

    @Test
    void theSameWhereNothingIsCompressed() {
        FrameBatch batch = batch(EncodedPayload.text("x".repeat(999)));
        assertSame(batch, batch.compressed());
        ByteBuf frames = batch.compressed().frames();
        batch.release();
        assertEquals(0, frames.refCnt());
    }
}
