package io.quarkiverse.channelbox.runtime.inbound;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads what a client has sent as RFC 6455 and RFC 7692 have it, all of it at once and all over again for each frame: as simple
 * as can be, to hold the handlers against.
 */
final class NaiveReader {

    /** A client did what it may not. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        Refused() {
            super(null, null, false, false);
        }
    }

    private static final byte[] TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF };
    private static final Set<Integer> CLOSE_CODES = Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013,
            1014);

    private final InboundFuzzTest.Setting setting;
    private final List<String> read = new ArrayList<>();
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private int inflated;
    private int type = -1;
    private boolean isCompressed;
    private byte[] message = {};
    private boolean hasClosed;
    private boolean isRefused;

    NaiveReader(InboundFuzzTest.Setting setting) {
        this.setting = setting;
    }

    /** The frames and messages that are handed on, in the order in which they end. */
    List<String> read() {
        return read;
    }

    boolean isRefused() {
        return isRefused;
    }

    NaiveReader read(byte[] wire) {
        ByteBuffer in = ByteBuffer.wrap(wire);
        try {
            while (!hasClosed && frame(in)) {
                continue;
            }
        } catch (Refused e) {
            isRefused = true;
        }
        return this;
    }

    private static void rule(boolean isKept) {
        if (!isKept) {
            throw new Refused();
        }
    }

    /** Whether it was whole. */
    private boolean frame(ByteBuffer in) {
        if (in.remaining() < 2) {
            return false;
        }
        int first = in.get() & 0xFF;
        int second = in.get() & 0xFF;
        boolean isFinal = first > 0x7F;
        int rsv = first >> 4 & 7;
        int opcode = first & 15;
        int length = second & 0x7F;
        rule(rsv == 0 || setting.compresses());
        rule(second > 0x7F);
        if (opcode > 7) {
            rule(isFinal && length < 126 && opcode < 11 && (opcode != 8 || length != 1));
        } else {
            rule(opcode < 3 && (opcode == 0) == (type >= 0));
        }
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (in.remaining() < more) {
            return false;
        }
        long bytes = more == 2 ? in.getShort() & 0xFFFF : more == 8 ? in.getLong() : length;
        rule(more == 0 || bytes > (more == 2 ? 125 : 65535));
        rule(bytes <= setting.maxFrame());
        if (in.remaining() < 4 + bytes) {
            return false;
        }
        byte[] mask = new byte[4];
        in.get(mask);
        byte[] payload = new byte[(int) bytes];
        in.get(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        if (opcode > 7) {
            control(opcode, rsv, payload);
        } else {
            data(opcode, isFinal, rsv, payload);
        }
        return true;
    }

    private void control(int opcode, int rsv, byte[] payload) {
        if (opcode == 8) {
            hasClosed = true;
            if (payload.length > 0) {
                int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
                rule(CLOSE_CODES.contains(code) || code >= 3000 && code < 5000);
                rule(isUtf8(Arrays.copyOfRange(payload, 2, payload.length), true));
            }
        }
        rule(rsv == 0);
        read.add(told(opcode, payload));
    }

    private void data(int opcode, boolean isFinal, int rsv, byte[] payload) {
        if (opcode > 0) {
            type = opcode;
            isCompressed = (rsv & 4) != 0;
            message = new byte[0];
            rule((rsv & 3) == 0);
        } else {
            rule(rsv == 0);
        }
        byte[] part = isCompressed ? inflate(payload, isFinal) : payload;
        message = Arrays.copyOf(message, message.length + part.length);
        System.arraycopy(part, 0, message, message.length - part.length, part.length);
        rule(message.length <= setting.maxBytes());
        rule(type != 1 || isUtf8(message, isFinal));
        rule(type == 1 ? setting.taken().text() : setting.taken().binary());
        if (isFinal) {
            read.add(told(type, message));
            type = -1;
        }
    }

    private byte[] inflate(byte[] payload, boolean isFinal) {
        compressed.writeBytes(payload);
        if (isFinal) {
            compressed.writeBytes(TAIL);
        }
        byte[] all = inflateAll(compressed.toByteArray());
        byte[] part = Arrays.copyOfRange(all, inflated, all.length);
        inflated = all.length;
        if (isFinal && !setting.keepsContext()) {
            compressed.reset();
            inflated = 0;
        }
        return part;
    }

    private byte[] inflateAll(byte[] all) {
        Inflater inflater = new Inflater(true);
        inflater.setInput(all);
        byte[] out = new byte[inflated + setting.maxBytes() + 1];
        int size = 0;
        try {
            while (true) {
                size += inflater.inflate(out, size, out.length - size);
                rule(size < out.length);
                if (inflater.finished()) {
                    int rest = inflater.getRemaining();
                    inflater.reset();
                    inflater.setInput(all, all.length - rest, rest);
                }
                if (inflater.needsInput()) {
                    return Arrays.copyOf(out, size);
                }
            }
        } catch (DataFormatException e) {
            throw new Refused();
        } finally {
            inflater.end();
        }
    }

    private static boolean isUtf8(byte[] text, boolean isWhole) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        return !decoder.decode(ByteBuffer.wrap(text), CharBuffer.allocate(text.length), isWhole).isError();
    }

    static String told(int opcode, byte[] payload) {
        return opcode + ":" + HexFormat.of().formatHex(payload);
    }
}
