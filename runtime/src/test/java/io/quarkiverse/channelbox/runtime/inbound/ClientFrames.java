package io.quarkiverse.channelbox.runtime.inbound;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** What a client sends, out of what the fuzzer gives: frames that are mostly right, since what is wrong ends it all. */
final class ClientFrames {

    /** A large one is of one of these. */
    private static final byte[] BYTES = { 'a', 0, 1, (byte) 0xC3 };

    private final FuzzedDataProvider data;
    private final InboundFuzzTest.Setting setting;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

    ClientFrames(FuzzedDataProvider data, InboundFuzzTest.Setting setting) {
        this.data = data;
        this.setting = setting;
    }

    byte[] make() {
        try {
            for (int i = data.consumeInt(1, 6); i > 0; i--) {
                if (data.consumeInt(0, 3) > 0) {
                    message();
                } else {
                    frame(data.consumeInt(0, 15), data.consumeBoolean(), data.consumeInt(0, 7), data.consumeBytes(40));
                }
            }
        } finally {
            deflater.end();
        }
        return wire.toByteArray();
    }

    private void message() {
        int opcode = data.consumeInt(1, 2);
        boolean isCompressed = setting.compresses() && data.consumeBoolean();
        byte[] payload = payload(isCompressed ? 17 : 10);
        byte[] sent = isCompressed ? deflate(payload) : payload;
        int from = 0;
        for (int fragments = data.consumeInt(1, 4); fragments > 0; fragments--) {
            int to = fragments == 1 ? sent.length : data.consumeInt(from, sent.length);
            boolean isFirst = opcode > 0;
            frame(opcode, fragments == 1, isFirst && isCompressed ? 4 : 0, Arrays.copyOfRange(sent, from, to));
            opcode = 0;
            from = to;
            if (data.consumeInt(0, 7) == 1) {
                frame(data.consumeInt(9, 10), true, 0, data.consumeBytes(10));
            }
        }
    }

    /** @param log2 of the largest one */
    private byte[] payload(int log2) {
        if (data.consumeBoolean()) {
            return data.consumeBytes(60);
        }
        byte[] payload = new byte[1 << data.consumeInt(0, log2)];
        Arrays.fill(payload, data.pickValue(BYTES));
        return payload;
    }

    private byte[] deflate(byte[] payload) {
        if (!setting.keepsContext()) {
            deflater.reset();
        }
        deflater.setInput(payload);
        byte[] out = new byte[payload.length + 100];
        int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        // A sender leaves out the empty block at the end.
        return Arrays.copyOf(out, Math.max(0, size - 4));
    }

    private void frame(int opcode, boolean isFinal, int rsv, byte[] payload) {
        wire.write((isFinal ? 0x80 : 0) | rsv << 4 | opcode);
        int length = payload.length;
        wire.write(0x80 | (length < 126 ? length : length < 65536 ? 126 : 127));
        if (length > 65535) {
            wire.writeBytes(new byte[] { 0, 0, 0, 0, (byte) (length >> 24), (byte) (length >> 16) });
        }
        if (length > 125) {
            wire.write(length >> 8);
            wire.write(length);
        }
        byte[] mask = data.consumeBoolean() ? new byte[] { 1, 2, 3, 4 } : new byte[4];
        wire.writeBytes(mask);
        for (int i = 0; i < length; i++) {
            wire.write(payload[i] ^ mask[i % 4]);
        }
    }
}
