package io.quarkiverse.channelbox.runtime.lane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.settings.TestCompression;

/** What is compressed a client can inflate that knows nothing of what came before; what it does not save is left out. */
class PayloadCompressorTest {

    private static final int MIN_BYTES = 64;

    private final PayloadCompressor compressor = new PayloadCompressor(TestCompression.on(6, MIN_BYTES));

    private static EncodedPayload text(int size) {
        return EncodedPayload.text("so it goes on, ".repeat(size / 15 + 1).substring(0, size));
    }

    private EncodedPayload compress(EncodedPayload payload) {
        return compressor.compress(List.of(payload)).get(0);
    }

    /** As RFC 7692, section 7.2.2, says, without any context. */
    private static byte[] inflated(EncodedPayload compressed) throws DataFormatException {
        byte[] tail = { 0, 0, (byte) 0xFF, (byte) 0xFF };
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] out = new byte[4096];
        Inflater inflater = new Inflater(true);
        for (byte[] part : new byte[][] { compressed.bytes(), tail }) {
            inflater.setInput(part);
            for (int count = inflater.inflate(out); count > 0; count = inflater.inflate(out)) {
                all.write(out, 0, count);
            }
        }
        inflater.end();
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = { MIN_BYTES, 4096, 65_536, PayloadCompressor.MAX_BYTES })
    void oneAfterTheOther(int size) throws DataFormatException {
        for (int i = 0; i < 3; i++) {
            EncodedPayload payload = EncodedPayload.text(i + new String(text(size - 1).bytes(), UTF_8));
            EncodedPayload compressed = compress(payload);
            assertTrue(compressed.isCompressed());
            assertTrue(compressed.size() < payload.size());
            assertArrayEquals(payload.bytes(), inflated(compressed));
            assertFalse(HexFormat.of().formatHex(compressed.bytes()).endsWith("0000ffff"));
        }
    }

    @Test
    void keepsItsKind() throws DataFormatException {
        EncodedPayload binary = EncodedPayload.binary(new byte[1000]);
        assertTrue(compress(binary).isBinary());
        assertArrayEquals(binary.bytes(), inflated(compress(binary)));
        assertFalse(compress(EncodedPayload.json(text(1000).bytes())).isBinary());
    }

    @Test
    void whatIsTooSmallOrTooLargeOrDoesNotShrinkStaysAsItIs() {
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        List<EncodedPayload> all = List.of(EncodedPayload.text(""), text(MIN_BYTES - 1),
                text(PayloadCompressor.MAX_BYTES + 1), EncodedPayload.binary(noise));
        assertSame(all, compressor.compress(all));
        EncodedPayload large = text(1000);
        List<EncodedPayload> mixed = compressor.compress(List.of(all.get(1), large, all.get(3)));
        assertSame(all.get(1), mixed.get(0));
        assertTrue(mixed.get(1).isCompressed());
        assertSame(all.get(3), mixed.get(2));
    }

    @Test
    void onceForAllEventLoops() throws Exception {
        ExecutorService loops = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 100; i++) {
                EncodedPayload payload = text(50_000 + i);
                Callable<EncodedPayload> asking = () -> compress(payload);
                List<Future<EncodedPayload>> all = loops.invokeAll(Collections.nCopies(8, asking));
                for (Future<EncodedPayload> each : all) {
                    assertSame(all.get(0).get(), each.get());
                }
            }
        } finally {
            loops.shutdownNow();
        }
    }

    @Test
    void nothingIsCompressedAfterTheEnd() {
        EncodedPayload before = text(1000);
        EncodedPayload compressed = compress(before);
        assertNotSame(before, compressed);
        compressor.end();
        EncodedPayload after = text(1001);
        assertSame(after, compress(after));
        assertEquals(1001, after.size());
    }
}
