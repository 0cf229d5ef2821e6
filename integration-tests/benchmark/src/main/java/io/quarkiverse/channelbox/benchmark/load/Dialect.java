package io.quarkiverse.channelbox.benchmark.load;

import java.nio.charset.StandardCharsets;

/** How a command is asked for and answered; each has a number and the payload, which comes back unless it is published. */
public enum Dialect {

    /** A command {@code event} of {@code channelbox.v1}. */
    EVENT(Protocol.CHANNELBOX_V1, "{\"type\":\"reply\",\"ref\":", ",\"data\":") {
        @Override
        String request(long number, String group, String payload) {
            return "{\"channelbox\":\"event\",\"ref\":" + number + ",\"event\":\"echo\",\"data\":" + payload + "}";
        }
    },

    /** A command {@code publish} of {@code channelbox.v1}. */
    PUBLISH(Protocol.CHANNELBOX_V1, "{\"type\":\"reply\",\"ref\":", "}") {
        @Override
        String request(long number, String group, String payload) {
            return "{\"channelbox\":\"publish\",\"ref\":" + number + ",\"group\":\"commands-" + group + "\",\"data\":" + payload
                    + "}";
        }

        @Override
        boolean returnsPayload() {
            return false;
        }
    },

    /** Socket.IO's {@code emitWithAck}. */
    EMIT_WITH_ACK(Protocol.SOCKET_IO, "43", "[") {
        @Override
        String request(long number, String group, String payload) {
            return "42" + number + "[\"echo\"," + payload + "]";
        }
    },

    /** No command, but a message to a group of one: it comes back as it is. */
    RELAY(Protocol.PLAIN, "{\"id\":", ",\"data\":") {
        @Override
        String request(long number, String group, String payload) {
            return "{\"id\":" + number + ",\"data\":" + payload + "}";
        }
    },

    /** A method that publishes, and then answers; as {@link #PUBLISH}, without what is in it besides. */
    INVOKE_PUBLISH(Protocol.PLAIN, "{\"id\":", ",\"result\":null}") {
        @Override
        String request(long number, String group, String payload) {
            return "{\"id\":" + number + ",\"method\":\"publish\",\"args\":[" + payload + "]}";
        }

        @Override
        boolean returnsPayload() {
            return false;
        }
    },

    /** As SignalR's clients invoke methods. */
    INVOKE(Protocol.PLAIN, "{\"id\":", ",\"result\":") {
        @Override
        String request(long number, String group, String payload) {
            return "{\"id\":" + number + ",\"method\":\"echo\",\"args\":[" + payload + "]}";
        }
    };

    private final Protocol protocol;
    private final byte[] answer;
    private final String afterNumber;

    Dialect(Protocol protocol, String answer, String afterNumber) {
        this.protocol = protocol;
        this.answer = answer.getBytes(StandardCharsets.US_ASCII);
        this.afterNumber = afterNumber;
    }

    Protocol protocol() {
        return protocol;
    }

    abstract String request(long number, String group, String payload);

    boolean returnsPayload() {
        return true;
    }

    boolean isAnswer(byte[] frame, int length) {
        return Protocol.startsWith(answer, frame, 0, length);
    }

    /** Where an answer has its number. */
    int numberAt() {
        return answer.length;
    }

    /** What follows the number in the answer to a command that was carried out. */
    String afterNumber(String payload) {
        return afterNumber + (returnsPayload() ? payload : "");
    }
}
