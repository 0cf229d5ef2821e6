package io.quarkiverse.channelbox.chat.siege;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

import io.quarkiverse.channelbox.testclient.RawFrames;

/** Frames that are small, and large when they have been inflated (RFC 7692). */
final class Bombs {

    private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate";
    private static final int CLIENTS = 4;
    private static final int COMPRESSED_TEXT = 0xC1;
    private static final int COMPRESSED_BEGIN = 0x41;
    private static final int MORE = 0x00;
    private static final int LARGE = 60_000_000;
    /** A message may be so large. */
    private static final int ALLOWED = 262_144;
    private static final int PART = 500;

    private Bombs() {
    }

    static List<Attack> all() {
        byte[] bomb = deflated(LARGE);
        byte[] whole = RawFrames.masked(COMPRESSED_TEXT, bomb);
        return List.of(new Attack("deflate bombs", bombs(whole, DEFLATE)),
                new Attack("deflate bombs where nothing was agreed on", bombs(whole)),
                new Attack("deflate bombs in fragments", bombs(fragments(bomb), DEFLATE)),
                new Attack("the largest messages, deflated", attackers -> attackers.begin(CLIENTS, () -> {
                    Socket socket = attackers.openUnread("/ws/relay/bombs", DEFLATE);
                    try {
                        send(socket, RawFrames.masked(COMPRESSED_TEXT, deflated(ALLOWED)));
                    } finally {
                        attackers.drop(socket);
                    }
                })));
    }

    private static Attack.Begin bombs(byte[] frames, String... headers) {
        return attackers -> attackers.begin(CLIENTS, () -> {
            Socket socket = attackers.open("/ws/chat/bombs", headers);
            try {
                socket.getOutputStream().write(frames);
                RawFrames.readToClose(socket.getInputStream());
            } finally {
                attackers.drop(socket);
            }
        });
    }

    private static void send(Socket socket, byte[] frame) throws IOException {
        while (true) {
            socket.getOutputStream().write(frame);
        }
    }

    private static byte[] fragments(byte[] compressed) {
        byte[][] all = new byte[(compressed.length + PART - 1) / PART][];
        for (int i = 0; i < all.length; i++) {
            all[i] = RawFrames.masked(i == 0 ? COMPRESSED_BEGIN : MORE,
                    Arrays.copyOfRange(compressed, i * PART, Math.min(compressed.length, (i + 1) * PART)));
        }
        return RawFrames.all(all);
    }

    private static byte[] deflated(int size) {
        byte[] zeros = new byte[size];
        Arrays.fill(zeros, (byte) '0');
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(zeros);
        byte[] deflated = new byte[size];
        int length = deflater.deflate(deflated, 0, size, Deflater.SYNC_FLUSH);
        deflater.end();
        // Without the end that RFC 7692 leaves out.
        return Arrays.copyOf(deflated, length - 4);
    }
}
