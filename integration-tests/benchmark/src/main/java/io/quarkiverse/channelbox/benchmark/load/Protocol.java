package io.quarkiverse.channelbox.benchmark.load;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is spoken over the WebSocket: what a client says first, how a message is sent, and which frame is a message. If nothing
 * else is said, the frames are as they are: the path holds the group, or the groups, of which the beginning of a message then
 * names one.
 */
enum Protocol {

    /** Frames as they are. */
    PLAIN("", null),

    /** JSON frames of the server around messages, of which each begins with its type; {@code hello} comes first. */
    CHANNELBOX_V1("{\"type\":\"message\"", "{\"type\":\"joined\"") {

        private final byte[] ping = "{\"type\":\"ping\"".getBytes(StandardCharsets.US_ASCII);

        @Override
        String subprotocol() {
            return "channelbox.v1";
        }

        @Override
        String answer(byte[] frame, int from, int to) {
            return startsWith(ping, frame, from, to) ? "{\"channelbox\":\"pong\"}" : null;
        }
    },

    /** Engine.IO 4 and Socket.IO 5, text over WebSocket only. */
    SOCKET_IO("42", "40") {
        @Override
        String path(String path, List<String> groups) {
            return "/socket.io/?EIO=4&transport=websocket" + path + "&group=" + String.join(",", groups);
        }

        @Override
        String leavingOutSender(String path) {
            return path + "&except=true";
        }

        @Override
        List<String> greetings(List<String> groups, byte[] frame, int from, int to) {
            return frame[from] == '0' ? List.of("40") : List.of();
        }

        @Override
        String answer(byte[] frame, int from, int to) {
            return frame[from] == '2' ? "3" : null;
        }

        @Override
        String wrap(String group, boolean isOnly, String message) {
            return isOnly ? "42[\"m\",\"" + message + "\"]" : "42[\"to\",\"" + group + "\",\"" + message + "\"]";
        }
    },

    /** STOMP 1.2 as Spring's simple broker speaks it, which gives no receipt for a subscription. */
    STOMP("MESSAGE", "CONNECTED") {
        @Override
        String path(String path, List<String> groups) {
            return path;
        }

        @Override
        String leavingOutSender(String path) {
            throw new UnsupportedOperationException("it cannot leave out the sender");
        }

        @Override
        String opening() {
            return "CONNECT\naccept-version:1.2\nhost:localhost\n\n\0";
        }

        @Override
        List<String> greetings(List<String> groups, byte[] frame, int from, int to) {
            return isGreeted(frame, from, to) ? IntStream.range(0, groups.size())
                    .mapToObj(i -> "SUBSCRIBE\nid:" + i + "\ndestination:/topic/" + groups.get(i) + "\n\n\0").toList()
                    : List.of();
        }

        @Override
        String wrap(String group, boolean isOnly, String message) {
            return "SEND\ndestination:/topic/" + group + "\n\n" + message + "\0";
        }
    };

    private final byte[] messagePrefix;
    private final byte[] greetedPrefix;

    Protocol(String messagePrefix, String greetedPrefix) {
        this.messagePrefix = messagePrefix.getBytes(StandardCharsets.US_ASCII);
        this.greetedPrefix = greetedPrefix == null ? null : greetedPrefix.getBytes(StandardCharsets.US_ASCII);
    }

    /** By its constant's name; or by the subprotocol, if there is one. */
    static Protocol of(String name, String subprotocol) {
        for (Protocol protocol : values()) {
            if (subprotocol == null ? protocol.name().equals(name) : subprotocol.equals(protocol.subprotocol())) {
                return protocol;
            }
        }
        throw new IllegalArgumentException("Not known: " + (subprotocol == null ? name : subprotocol));
    }

    /** What the client asks for at the upgrade and insists on, or {@code null}. */
    String subprotocol() {
        return null;
    }

    String path(String path, List<String> groups) {
        return (groups.size() > 1 ? "/many" : "") + path + "/" + String.join(",", groups);
    }

    /** The path of those who do not get what they send. */
    String leavingOutSender(String path) {
        return "/except" + path;
    }

    /** What the client sends right after the upgrade, or {@code null}. */
    String opening() {
        return null;
    }

    boolean needsGreeting() {
        return greetedPrefix != null;
    }

    /** What the client answers to a frame while it is not greeted yet. */
    List<String> greetings(List<String> groups, byte[] frame, int from, int to) {
        return List.of();
    }

    boolean isGreeted(byte[] frame, int from, int to) {
        return startsWith(greetedPrefix, frame, from, to);
    }

    /** What the client answers to a frame later on that is no message, or {@code null}; its beginning is enough. */
    String answer(byte[] frame, int from, int to) {
        return null;
    }

    /**
     * The frame of a message.
     *
     * @param isOnly whether the sender is in no other group
     */
    String wrap(String group, boolean isOnly, String message) {
        return isOnly ? message : group + " " + message;
    }

    /** How much of a frame has to be there to tell whether it is a message. */
    int needed() {
        return Math.max(1, messagePrefix.length);
    }

    boolean isMessage(byte[] frame, int from, int to) {
        return startsWith(messagePrefix, frame, from, to);
    }

    static boolean startsWith(byte[] prefix, byte[] frame, int from, int to) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (frame[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
