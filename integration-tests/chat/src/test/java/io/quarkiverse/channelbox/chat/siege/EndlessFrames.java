package io.quarkiverse.channelbox.chat.siege;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.quarkiverse.channelbox.testclient.RawFrames;

/** Frames and messages that begin and do not end. */
final class EndlessFrames {

    private static final int CLIENTS = 4;
    private static final int CONNECTIONS_EACH = 75;
    private static final byte[] FRAME = RawFrames.masked(0x82, new byte[65_535]);
    private static final byte[] BEGIN = RawFrames.masked(0x01, "x".repeat(65_000));
    private static final byte[] MORE = RawFrames.masked(0x00, "x".repeat(65_000));
    /** Its header says that 2^63 bytes come, and 2^63 - 1. */
    private static final List<byte[]> HUGE = List.of(RawFrames.hex("82 FF 80 00 00 00 00 00 00 00 01 02 03 04"),
            RawFrames.hex("82 FF 7F FF FF FF FF FF FF FF 01 02 03 04"));

    private EndlessFrames() {
    }

    static List<Attack> all() {
        return List.of(new Attack("frames of 2^63 bytes", attackers -> attackers.begin(CLIENTS, () -> {
            for (byte[] header : HUGE) {
                Socket socket = attackers.open("/ws/relay/endless");
                try {
                    socket.getOutputStream().write(header);
                    RawFrames.readToClose(socket.getInputStream());
                } finally {
                    attackers.drop(socket);
                }
            }
        })), new Attack("64 KB frames that do not end", pile(FRAME)),
                new Attack("256 KB messages that do not end", pile(RawFrames.all(BEGIN, MORE, MORE, MORE, BEGIN))));
    }

    private static Attack.Begin pile(byte[] message) {
        byte[] most = Arrays.copyOf(message, message.length - 1000);
        return attackers -> attackers.begin(CLIENTS, () -> {
            List<Socket> sockets = new ArrayList<>();
            try {
                while (!attackers.isOver() && sockets.size() < CONNECTIONS_EACH) {
                    Socket socket = attackers.open("/ws/relay/endless");
                    sockets.add(socket);
                    socket.getOutputStream().write(most);
                }
                dribble(sockets, message);
            } finally {
                sockets.forEach(attackers::drop);
            }
        });
    }

    private static void dribble(List<Socket> sockets, byte[] message) throws IOException {
        for (int i = message.length - 1000; i < message.length - 1; i++) {
            for (Socket socket : sockets) {
                socket.getOutputStream().write(message[i]);
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }
}
