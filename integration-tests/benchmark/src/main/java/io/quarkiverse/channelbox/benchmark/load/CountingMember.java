package io.quarkiverse.channelbox.benchmark.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/** A member that counts the messages and bytes that it gets, and does not look at what is in them: it may be compressed. */
final class CountingMember {

    private static final int FINAL = 0x80;
    private static final int CONTROL = 0x8;
    private static final int RSV1 = 0x40;

    private final SocketChannel socket;
    private final byte[] header = new byte[10];
    private int headerBytes;
    /** What is left of the payload of a frame. */
    private long left;

    private CountingMember(SocketChannel socket) {
        this.socket = socket;
    }

    /** @param compresses whether it offers permessage-deflate, as Chromium does, and insists on it */
    static CountingMember open(int port, String path, boolean compresses) throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.write(Handshake.request(path, port, null, compresses ? "permessage-deflate; client_max_window_bits" : null));
        StringBuilder answer = new StringBuilder();
        ByteBuffer next = ByteBuffer.allocate(1);
        while (answer.indexOf("\r\n\r\n") < 0) {
            if (socket.read(next.clear()) < 0) {
                throw new EOFException("The upgrade was not answered: " + answer);
            }
            answer.append((char) next.get(0));
        }
        if (answer.toString().toLowerCase(Locale.ROOT).contains("permessage-deflate") != compresses) {
            throw new IOException("Compression is not what it should be: " + answer);
        }
        socket.configureBlocking(false);
        return new CountingMember(socket);
    }

    SocketChannel socket() {
        return socket;
    }

    /** Reads what is there into the counts. */
    void read(ByteBuffer buffer, Received received) throws IOException {
        int count = socket.read(buffer.clear());
        if (count < 0) {
            throw new EOFException("The server closed a connection");
        }
        received.bytes += count;
        buffer.flip();
        while (buffer.hasRemaining()) {
            if (left > 0) {
                int skipped = (int) Math.min(left, buffer.remaining());
                buffer.position(buffer.position() + skipped);
                left -= skipped;
            } else {
                header[headerBytes++] = buffer.get();
                if (headerBytes == 1 || headerBytes < headerSize()) {
                    continue;
                }
                frame(received);
            }
        }
    }

    private int headerSize() {
        return switch (header[1] & 0x7F) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    private void frame(Received received) {
        left = header[1] & 0x7F;
        if (headerBytes > 2) {
            left = 0;
            for (int i = 2; i < headerBytes; i++) {
                left = left << 8 | header[i] & 0xFF;
            }
        }
        headerBytes = 0;
        if ((header[0] & FINAL) != 0 && (header[0] & CONTROL) == 0) {
            received.messages++;
            received.compressed += (header[0] & RSV1) != 0 ? 1 : 0;
        }
    }
}
