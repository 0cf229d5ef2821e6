package io.quarkiverse.channelbox.benchmark.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;

/** One WebSocket of the load client, as lean as it can be: it reads the headers of frames and jumps over the rest. */
final class Member {

    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;

    private final List<String> groups;
    private final Window window;
    private final Protocol protocol;
    private final SocketChannel socket;
    /** What is left over of a frame or of the answer to the upgrade, from one read to the next. */
    private byte[] rest = new byte[0];
    private long toSkip;
    private boolean upgraded;
    private boolean greeted;

    Member(List<String> groups, Window window, Protocol protocol, SocketChannel socket) {
        this.groups = groups;
        this.window = window;
        this.protocol = protocol;
        this.socket = socket;
    }

    void upgrade(String path, int port) throws IOException {
        write(Handshake.request(protocol.path(path, groups), port, protocol.subprotocol()));
    }

    /** Without a word, as one whose network is gone. */
    void close() throws IOException {
        socket.close();
    }

    boolean isReady() {
        return upgraded && greeted;
    }

    void send(Group group, String message) throws IOException {
        sendText(protocol.wrap(group.name, groups.size() == 1, message));
    }

    private void sendText(String text) throws IOException {
        write(ClientFrames.text(text));
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    /** Reads what there is; returns how many messages ended in it. */
    int read(ByteBuffer buffer, Latencies latencies) throws IOException {
        buffer.clear();
        buffer.put(rest);
        int read = socket.read(buffer);
        if (read < 0) {
            throw closed("no close frame");
        }
        byte[] bytes = buffer.array();
        int end = buffer.position();
        int position = upgraded ? 0 : readAnswer(bytes, end);
        int messages = 0;
        if (upgraded) {
            while (position < end) {
                if (toSkip > 0) {
                    int skipped = (int) Math.min(toSkip, end - position);
                    position += skipped;
                    toSkip -= skipped;
                    continue;
                }
                int next = readFrame(bytes, position, end, latencies);
                if (next == 0) {
                    break;
                }
                if (next < 0) {
                    messages++;
                    next = -next;
                }
                position = next;
            }
        }
        rest = Arrays.copyOfRange(bytes, Math.min(position, end), end);
        if (position > end) {
            toSkip = position - end;
        }
        window.delivered(messages);
        return messages;
    }

    private int readAnswer(byte[] bytes, int end) throws IOException {
        int frames = Handshake.readAnswer(bytes, end, protocol.subprotocol());
        if (frames > 0) {
            upgraded = true;
            greeted = !protocol.needsGreeting();
            if (protocol.opening() != null) {
                sendText(protocol.opening());
            }
        }
        return frames;
    }

    /** Returns where the next frame begins, negative if this one was a message, 0 if its beginning is not all there. */
    private int readFrame(byte[] bytes, int start, int end, Latencies latencies) throws IOException {
        if (end - start < 2) {
            return 0;
        }
        int opcode = bytes[start] & 0xF;
        int length = bytes[start + 1] & 0x7F;
        int extended = length < 126 ? 0 : length == 126 ? 2 : 8;
        int payload = start + 2 + extended;
        if (payload > end) {
            return 0;
        }
        if (extended > 0) {
            length = 0;
            for (int i = start + 2; i < payload; i++) {
                length = length << 8 | bytes[i] & 0xFF;
            }
        }
        if (opcode == CLOSE) {
            throw closed(payload + 2 <= end ? "code " + ((bytes[payload] & 0xFF) << 8 | bytes[payload + 1] & 0xFF) : "no code");
        }
        int next = payload + length;
        int needed = opcode == PING || !greeted ? length : Math.min(length, protocol.needed());
        if (end - payload < needed) {
            return 0;
        }
        if (opcode == PING) {
            write(ClientFrames.pong(Arrays.copyOfRange(bytes, payload, next)));
        } else if (opcode == PONG || length == 0) {
            return next;
        } else if (!greeted) {
            greet(bytes, payload, next);
        } else if (!protocol.isMessage(bytes, payload, Math.min(next, end))) {
            answer(bytes, payload, Math.min(next, end));
        } else if (!latencies.isRecording()) {
            return -next;
        } else if (next > end) {
            return 0;
        } else {
            latencies.record(bytes, payload, next);
            return -next;
        }
        return next;
    }

    private void greet(byte[] bytes, int from, int to) throws IOException {
        for (String greeting : protocol.greetings(groups, bytes, from, to)) {
            sendText(greeting);
        }
        greeted = protocol.isGreeted(bytes, from, to);
    }

    private void answer(byte[] bytes, int from, int to) throws IOException {
        String answer = protocol.answer(bytes, from, to);
        if (answer != null) {
            sendText(answer);
        }
    }

    private EOFException closed(String how) {
        return new EOFException("The server closed a connection of group " + groups.get(0) + " with " + how);
    }
}
