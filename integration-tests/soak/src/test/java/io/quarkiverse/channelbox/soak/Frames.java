package io.quarkiverse.channelbox.soak;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Takes apart what a server sends: the answer to an upgrade, then frames. */
final class Frames {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final byte[] TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF };

    private Frames() {
    }

    /** @param first its first byte: bits and opcode */
    record Frame(int first, byte[] payload) {

        int opcode() {
            return first & 0xF;
        }

        boolean isCompressed() {
            return (first & 0x40) != 0;
        }

        /** Of a close frame; 1005 for one that has none. */
        int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }
    }

    /** The head of the answer, or {@code null} while it is not whole. */
    static String head(ByteBuffer bytes) {
        String all = new String(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), ISO_8859_1);
        int end = all.indexOf(END_OF_HEAD);
        if (end < 0) {
            return null;
        }
        bytes.position(bytes.position() + end + END_OF_HEAD.length());
        return all.substring(0, end);
    }

    /** The next one, or {@code null} while it is not whole. */
    static Frame next(ByteBuffer bytes) {
        bytes.mark();
        if (bytes.remaining() < 2) {
            return null;
        }
        int first = bytes.get() & 0xFF;
        long length = bytes.get() & 0xFF;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (bytes.remaining() >= more) {
            length = more == 2 ? bytes.getShort() & 0xFFFF : more == 8 ? bytes.getLong() : length;
            if (bytes.remaining() >= length) {
                byte[] payload = new byte[(int) length];
                bytes.get(payload);
                return new Frame(first, payload);
            }
        }
        bytes.reset();
        return null;
    }

    /** Without what came before. */
    static byte[] inflated(byte[] payload) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(concat(payload, TAIL));
            byte[] out = new byte[64 * 1024];
            return Arrays.copyOf(out, inflater.inflate(out));
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        } finally {
            inflater.end();
        }
    }

    /** Without what came before. */
    static byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(payload);
        byte[] out = new byte[payload.length + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - TAIL.length);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
