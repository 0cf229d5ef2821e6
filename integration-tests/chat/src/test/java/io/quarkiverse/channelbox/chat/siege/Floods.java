package io.quarkiverse.channelbox.chat.siege;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;

import io.quarkiverse.channelbox.testclient.RawFrames;

/** Clients that send without a pause, and read nothing of what is answered. */
final class Floods {

    private static final String V1 = "Sec-WebSocket-Protocol: channelbox.v1";
    private static final int MANY = 20;
    private static final int BLOCK_BYTES = 16 * 1024;
    private static final int TEXT = 0x81;
    private static final int BEGIN = 0x01;
    private static final int MORE = 0x00;
    private static final int LAST = 0x80;
    private static final int PING = 0x89;
    private static final byte[] SEVEN = RawFrames.masked(TEXT, "1234567");
    private static final byte[] FRAGMENTS = RawFrames.all(RawFrames.masked(BEGIN, "1"), RawFrames.masked(MORE, "23"),
            RawFrames.masked(MORE, ""), RawFrames.masked(MORE, "456"), RawFrames.masked(LAST, "7"));
    private static final byte[] SAID = RawFrames.masked(TEXT, "{\"username\":\"a\",\"message\":\"b\"}");
    private static final byte[] JOINS = RawFrames.all(
            RawFrames.masked(TEXT, "{\"channelbox\":\"join\",\"ref\":1,\"group\":\"chat-flood\"}"),
            RawFrames.masked(TEXT, "{\"channelbox\":\"join\",\"ref\":2,\"group\":\"typing-flood\"}"));
    private static final byte[] COMMANDS = RawFrames.all(
            RawFrames.masked(TEXT, "{\"channelbox\":\"publish\",\"ref\":3,\"group\":\"typing-flood\",\"data\":1}"),
            RawFrames.masked(TEXT, "{\"channelbox\":\"event\",\"ref\":4,\"event\":\"message\",\"data\":"
                    + "{\"room\":\"flood\",\"username\":\"a\",\"message\":\"b\"}}"),
            RawFrames.masked(TEXT, "{\"channelbox\":\"event\",\"ref\":5,\"event\":\"message\",\"data\":7}"),
            RawFrames.masked(TEXT, "{\"channelbox\":\"pong\"}"), RawFrames.masked(TEXT, "{\"channelbox\":"),
            RawFrames.masked(TEXT, "{\"channelbox\":\"publish\",\"ref\":6,\"group\":\"chat-other\",\"data\":1}"),
            RawFrames.masked(TEXT, "{\"channelbox\":\"none\",\"ref\":7}"), SEVEN);

    private Floods() {
    }

    static List<Attack> all() {
        return List.of(
                new Attack("flood of 7-byte texts by one client", flood(1, "/ws/chat/flood", SEVEN)),
                new Attack("flood of 7-byte texts by 20 clients", flood(MANY, "/ws/chat/flood", SEVEN)),
                new Attack("flood of chat messages", flood(MANY, "/ws/chat/flood", SAID)),
                new Attack("flood of fragments", flood(MANY, "/ws/chat/flood", FRAGMENTS)),
                new Attack("fragments without an end",
                        flood(MANY, "/ws/chat/flood", RawFrames.masked(BEGIN, ""), RawFrames.masked(MORE, ""))),
                new Attack("flood of commands", flood(MANY, "/ws/rooms", JOINS, COMMANDS, V1)),
                new Attack("flood to a group that gets it all", flood(MANY, "/ws/relay/flood", SEVEN)),
                new Attack("the same with channelbox.v1", flood(MANY, "/ws/relay/flood", new byte[0], FRAGMENTS, V1)),
                new Attack("flood of pings", flood(MANY, "/ws/chat/flood", RawFrames.masked(PING, new byte[125]))));
    }

    private static Attack.Begin flood(int clients, String path, byte[] frames) {
        return flood(clients, path, new byte[0], frames);
    }

    private static Attack.Begin flood(int clients, String path, byte[] first, byte[] frames, String... headers) {
        byte[] block = RawFrames.all(repeat(frames));
        return attackers -> attackers.begin(clients, () -> {
            Socket socket = attackers.openUnread(path, headers);
            try {
                send(socket, first, block);
            } finally {
                attackers.drop(socket);
            }
        });
    }

    private static void send(Socket socket, byte[] first, byte[] block) throws IOException {
        socket.getOutputStream().write(first);
        while (true) {
            socket.getOutputStream().write(block);
        }
    }

    private static byte[][] repeat(byte[] frames) {
        byte[][] all = new byte[Math.max(1, BLOCK_BYTES / frames.length)][];
        Arrays.fill(all, frames);
        return all;
    }
}
