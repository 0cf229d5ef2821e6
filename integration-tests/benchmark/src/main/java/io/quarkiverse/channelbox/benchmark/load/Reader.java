package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** Takes the frames of one WebSocket apart: of each it keeps the beginning only. */
abstract class Reader {

    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int DATA_OPCODES = 0x3;
    private static final int KEPT = 256;

    private final SocketChannel socket;
    private final String subprotocol;
    private byte[] answer = new byte[0];
    private boolean isUpgraded;
    private final byte[] header = new byte[10];
    private int headerLength;
    private final byte[] payload = new byte[KEPT];
    private int kept;
    /** Of the payload, not read yet; negative while the header is read. */
    private long left = -1;

    Reader(SocketChannel socket, String subprotocol) {
        this.socket = socket;
        this.subprotocol = subprotocol;
    }

    SocketChannel socket() {
        return socket;
    }

    abstract void upgraded();

    /**
     * A data frame has come.
     *
     * @param beginning of its payload
     * @param length how many bytes of it are there
     */
    abstract void frame(byte[] beginning, int length) throws IOException;

    /** @param code of the close frame, 0 if there was none */
    abstract void closed(int code);

    /** Waits for the system to take all of it. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    /** Answers a frame that is no message, if it wants an answer. */
    void answer(Protocol protocol, byte[] beginning, int length) throws IOException {
        String answer = protocol.answer(beginning, 0, length);
        if (answer != null) {
            write(ClientFrames.text(answer));
        }
    }

    /** Reads what there is; returns whether there may be more. */
    boolean read(ByteBuffer buffer) {
        buffer.clear();
        try {
            if (socket.read(buffer) < 0) {
                closed(0);
                return false;
            }
            byte[] bytes = buffer.array();
            int end = buffer.position();
            int position = isUpgraded ? 0 : readAnswer(bytes, end);
            while (isUpgraded && position < end) {
                position = left < 0 ? readHeader(bytes, position) : readPayload(bytes, position, end);
                if (left == 0 && !endFrame()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            closed(0);
            return false;
        }
    }

    private int readAnswer(byte[] bytes, int end) throws IOException {
        int before = answer.length;
        answer = Arrays.copyOf(answer, before + end);
        System.arraycopy(bytes, 0, answer, before, end);
        int frames = Handshake.readAnswer(answer, answer.length, subprotocol);
        if (frames == 0) {
            return end;
        }
        isUpgraded = true;
        answer = null;
        upgraded();
        return frames - before;
    }

    private int readHeader(byte[] bytes, int position) {
        header[headerLength++] = bytes[position];
        int length = header[1] & 0x7F;
        int wanted = headerLength < 2 || length < 126 ? 2 : length == 126 ? 4 : 10;
        if (headerLength == wanted) {
            left = wanted == 2 ? length : 0;
            for (int i = 2; i < wanted; i++) {
                left = left << 8 | header[i] & 0xFF;
            }
            kept = 0;
        }
        return position + 1;
    }

    private int readPayload(byte[] bytes, int position, int end) {
        int there = (int) Math.min(left, end - position);
        int keep = Math.min(there, KEPT - kept);
        System.arraycopy(bytes, position, payload, kept, keep);
        kept += keep;
        left -= there;
        return position + there;
    }

    /** Returns whether another one may follow. */
    private boolean endFrame() throws IOException {
        int opcode = header[0] & 0xF;
        headerLength = 0;
        left = -1;
        if (opcode == CLOSE) {
            closed(kept < 2 ? 0 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF);
            return false;
        }
        if (opcode == PING) {
            write(ClientFrames.pong(Arrays.copyOf(payload, kept)));
        } else if (opcode < DATA_OPCODES) {
            frame(payload, kept);
        }
        return true;
    }
}
