package io.quarkiverse.channelbox.runtime.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.netty.buffer.Unpooled;

class Utf8Test {

    /** Pieces of which texts are made, right ones and wrong ones. */
    private static final int[][] PIECES = { { 'a' }, { 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i' }, { 0x7F }, { 0xC2, 0x80 },
            { 0xC1, 0xBF }, { 0xDF, 0xBF }, { 0xE0, 0xA0, 0x80 }, { 0xE0, 0x9F, 0xBF }, { 0xED, 0x9F, 0xBF },
            { 0xED, 0xA0, 0x80 }, { 0xEE, 0x80, 0x80 }, { 0xEF, 0xBF, 0xBF }, { 0xF0, 0x90, 0x80, 0x80 },
            { 0xF0, 0x8F, 0xBF, 0xBF }, { 0xF4, 0x8F, 0xBF, 0xBF }, { 0xF4, 0x90, 0x80, 0x80 }, { 0xF5, 0x80, 0x80, 0x80 },
            { 0xFF }, { 0x80 }, { 0xC3 }, { 0xE2, 0x82 }, { 0xF0, 0x9F, 0x98 } };

    /** Java's own decoder decides, of the whole. */
    @Test
    void whateverIsRightHoweverItIsCut() {
        Random random = new Random(16);
        Utf8 utf8 = new Utf8();
        for (int i = 0; i < 200_000; i++) {
            ByteBuffer text = ByteBuffer.allocate(64);
            for (int pieces = random.nextInt(6); pieces >= 0; pieces--) {
                for (int each : PIECES[random.nextInt(random.nextBoolean() ? 4 : PIECES.length)]) {
                    text.put((byte) each);
                }
            }
            text.flip();
            assertEquals(isUtf8(text.duplicate()), accepts(utf8, text, random), text::toString);
        }
    }

    private static boolean accepts(Utf8 utf8, ByteBuffer text, Random random) {
        utf8.begin();
        while (text.hasRemaining()) {
            byte[] part = new byte[1 + random.nextInt(text.remaining())];
            text.get(part);
            if (!utf8.accepts(Unpooled.wrappedBuffer(part))) {
                return false;
            }
        }
        return utf8.isComplete();
    }

    private static boolean isUtf8(ByteBuffer text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(text);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
