package io.quarkiverse.channelbox.benchmark.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One WebSocket of the load client, as lean as it can be: it reads the headers of frames and jumps over the rest. */
final class Member {

    private static final byte[] UNMASKED = new byte[4];
    private static final int PING = 0x9;
    private static final int CLOSE = 0x8;

    final Group group;
    private final Protocol protocol;
    private final SocketChannel socket;
    /** What is left over of a frame or of the answer to the upgrade, from one read to the next. */
    private byte[] rest = new byte[0];
    private long toSkip;
    private boolean upgraded;
    private boolean greeted;

    Member(Group group, Protocol protocol, SocketChannel socket) {
        this.group = group;
        this.protocol = protocol;
        this.socket = socket;
    }

    void upgrade(String path, int port) throws IOException {
        write(ByteBuffer.wrap(("GET " + protocol.path(path, group.name) + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    boolean isReady() {
        return upgraded && greeted;
    }

    void send(String message) throws IOException {
        sendFrame(protocol.wrap(group.name, message));
    }

    /** The mask is zero, so that the payload need not be changed. */
    private void sendFrame(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        write(frame.put(UNMASKED).put(payload).flip());
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    /** Reads what there is; returns how many messages ended in it. */
    int read(SelectionKey key, ByteBuffer buffer, Latencies latencies) throws IOException {
        buffer.clear();
        buffer.put(rest);
        int read = socket.read(buffer);
        if (read < 0) {
            throw new EOFException("The server closed a connection of group " + group.name);
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
        return messages;
    }

    private int readAnswer(byte[] bytes, int end) throws IOException {
        String answer = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        int headers = answer.indexOf("\r\n\r\n");
        if (headers < 0) {
            return 0;
        }
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException("The upgrade was refused: " + answer.substring(0, answer.indexOf('\r')));
        }
        upgraded = true;
        greeted = !protocol.needsGreeting();
        if (protocol.opening() != null) {
            sendFrame(protocol.opening());
        }
        return headers + 4;
    }

    /** Returns where the next frame begins, negative if this one was a message, 0 if its beginning is not all there. */
    private int readFrame(byte[] bytes, int start, int end, Latencies latencies) throws IOException {
        if (end - start < 4) {
            return 0;
        }
        int opcode = bytes[start] & 0xF;
        int length = bytes[start + 1] & 0x7F;
        int payload = start + 2;
        if (length == 126) {
            length = (bytes[start + 2] & 0xFF) << 8 | bytes[start + 3] & 0xFF;
            payload += 2;
        }
        if (opcode == CLOSE) {
            throw new EOFException("The server closed a connection of group " + group.name);
        }
        boolean needsAll = !greeted || opcode == PING || latencies.isRecording();
        if (end - payload < (needsAll ? length : Math.min(length, 2))) {
            return 0;
        }
        int next = payload + length;
        if (opcode == PING || length < 2) {
            if (opcode != PING && length == 1) {
                answer(bytes[payload]);
            }
            return next;
        }
        if (!greeted) {
            String greeting = protocol.greeting(group.name, bytes, payload);
            if (greeting != null) {
                sendFrame(greeting);
            }
            greeted = protocol.isGreeted(bytes[payload], bytes[payload + 1]);
            return next;
        }
        if (!protocol.isMessage(bytes[payload], bytes[payload + 1])) {
            answer(bytes[payload]);
            return next;
        }
        if (latencies.isRecording()) {
            latencies.record(bytes, payload, next);
        }
        return -next;
    }

    private void answer(byte first) throws IOException {
        String answer = protocol.answer(first);
        if (answer != null) {
            sendFrame(answer);
        }
    }
}
