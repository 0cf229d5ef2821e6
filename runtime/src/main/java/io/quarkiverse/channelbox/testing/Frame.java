package io.quarkiverse.channelbox.testing;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What came over a socket.
 *
 * @param type of the frame, or {@link #MESSAGE} for what is none
 * @param json the frame of {@code channelbox.v1}; {@code null} if it is none
 * @param message what the application, or the endpoint, sent; {@code null} for other frames
 */
record Frame(String type, @Nullable JsonNode json, @Nullable ReceivedMessage message) {

    static final String MESSAGE = "message";

    boolean isMessage() {
        return message != null;
    }

    boolean is(String type, @Nullable String group) {
        return json != null && this.type.equals(type) && (group == null || group.equals(json.path("group").textValue()));
    }

    /** For the message of a test that fails. */
    @Override
    public String toString() {
        return String.valueOf(json == null ? message : json);
    }
}
