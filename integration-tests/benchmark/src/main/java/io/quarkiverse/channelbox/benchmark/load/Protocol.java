package io.quarkiverse.channelbox.benchmark.load;

/** What is spoken over the WebSocket: what a client says first, how a message is sent, and which frame is a message. */
enum Protocol {

    /** Frames as they are. */
    PLAIN {
        @Override
        String path(String path, String group) {
            return path + "/" + group;
        }

        @Override
        String greeting(String group, byte[] frame, int offset) {
            return null;
        }

        @Override
        boolean needsGreeting() {
            return false;
        }

        @Override
        String wrap(String group, String message) {
            return message;
        }

        @Override
        boolean isMessage(byte first, byte second) {
            return true;
        }
    },

    /** Engine.IO 4 and Socket.IO 5, text over WebSocket only. */
    SOCKET_IO {
        @Override
        String path(String path, String group) {
            return "/socket.io/?EIO=4&transport=websocket&group=" + group;
        }

        @Override
        String greeting(String group, byte[] frame, int offset) {
            return frame[offset] == '0' ? "40" : null;
        }

        @Override
        boolean needsGreeting() {
            return true;
        }

        @Override
        boolean isGreeted(byte first, byte second) {
            return first == '4' && second == '0';
        }

        @Override
        String answer(byte first) {
            return first == '2' ? "3" : null;
        }

        @Override
        String wrap(String group, String message) {
            return "42[\"m\",\"" + message + "\"]";
        }

        @Override
        boolean isMessage(byte first, byte second) {
            return first == '4' && second == '2';
        }
    },

    /** STOMP 1.2 as Spring's simple broker speaks it. */
    STOMP {
        @Override
        String path(String path, String group) {
            return path;
        }

        @Override
        String opening() {
            return "CONNECT\naccept-version:1.2\nhost:localhost\n\n\0";
        }

        @Override
        String greeting(String group, byte[] frame, int offset) {
            return isGreeted(frame[offset], frame[offset + 1])
                    ? "SUBSCRIBE\nid:0\ndestination:/topic/" + group + "\n\n\0"
                    : null;
        }

        @Override
        boolean needsGreeting() {
            return true;
        }

        @Override
        boolean isGreeted(byte first, byte second) {
            // CONNECTED. The simple broker gives no receipt for a subscription.
            return first == 'C';
        }

        @Override
        String wrap(String group, String message) {
            return "SEND\ndestination:/topic/" + group + "\n\n" + message + "\0";
        }

        @Override
        boolean isMessage(byte first, byte second) {
            return first == 'M';
        }
    };

    abstract String path(String path, String group);

    /** What the client sends right after the upgrade, or {@code null}. */
    String opening() {
        return null;
    }

    /** What the client answers to a frame while it is not greeted yet, or {@code null}. */
    abstract String greeting(String group, byte[] frame, int offset);

    abstract boolean needsGreeting();

    boolean isGreeted(byte first, byte second) {
        return true;
    }

    /** What the client answers to a frame later on, or {@code null}. */
    String answer(byte first) {
        return null;
    }

    abstract String wrap(String group, String message);

    abstract boolean isMessage(byte first, byte second);
}
