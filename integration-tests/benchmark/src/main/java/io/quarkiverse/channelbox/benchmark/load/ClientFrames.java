package io.quarkiverse.channelbox.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as a client sends them. The mask is zero, so that the payload need not be changed. */
final class ClientFrames {

    private static final int TEXT = 0x1;
    private static final int PONG = 0xA;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final byte[] MASK = new byte[4];

    private ClientFrames() {
    }

    static ByteBuffer text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer pong(byte[] payload) {
        return frame(PONG, payload);
    }

    private static ByteBuffer frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) (FINAL | opcode));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        }
        return frame.put(MASK).put(payload).flip();
    }
}
