package io.quarkiverse.channelbox.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;

/**
 * A message that a {@link GroupClient} got. A plain client knows nothing but the payload. Immutable.
 */
public final class ReceivedMessage {

    private final ObjectMapper mapper;
    private final @Nullable String text;
    private final byte @Nullable [] bytes;
    private final @Nullable JsonNode frame;

    ReceivedMessage(ObjectMapper mapper, @Nullable String text, byte @Nullable [] bytes, @Nullable JsonNode frame) {
        this.mapper = mapper;
        this.text = text;
        this.bytes = bytes;
        this.frame = frame;
    }

    /**
     * The group that it was sent to; empty if it was for one user, one connection or several groups, or the client is plain.
     */
    public Optional<String> group() {
        return member("group");
    }

    /** Its id, {@code epoch:offset:signature}; empty if it was not stored, or the client is plain. */
    public Optional<String> id() {
        return member("id");
    }

    /** The name of its event; empty for none, or if the client is plain. */
    public Optional<String> event() {
        return member("event");
    }

    /** Whether it wants an answer: {@link GroupClient#answer}. */
    public boolean isQuestion() {
        return ask().isPresent();
    }

    Optional<String> ask() {
        return member("ask");
    }

    private Optional<String> member(String name) {
        return Optional.ofNullable(frame).map(json -> json.path(name).textValue());
    }

    /** Whether the payload is bytes. */
    public boolean isBinary() {
        return bytes != null;
    }

    /** The payload: JSON, or a text as it is. @throws AssertionError if it is binary */
    public String text() {
        if (text == null) {
            throw new AssertionError("The payload is binary: " + this);
        }
        return text;
    }

    /** The payload; a text, or JSON, in UTF-8. */
    public byte[] bytes() {
        return bytes == null ? text().getBytes(StandardCharsets.UTF_8) : bytes.clone();
    }

    /**
     * The payload as an object: {@code String} and {@code byte[]} as it is, anything else decoded from JSON, by the
     * application's {@code ObjectMapper} if it runs in the JVM of the test.
     *
     * @throws AssertionError if it cannot be decoded to that
     */
    public <T> T as(Class<T> type) {
        try {
            return read(type);
        } catch (IOException e) {
            throw new AssertionError("This is no " + type.getName() + ": " + this, e);
        }
    }

    /** Whether it can be decoded to that, and is wanted then. */
    <T> boolean is(Class<T> type, Predicate<? super T> wanted) {
        T payload;
        try {
            payload = isBinary() && type != byte[].class ? null : read(type);
        } catch (IOException e) {
            return false;
        }
        return payload != null && wanted.test(payload);
    }

    private <T> T read(Class<T> type) throws IOException {
        if (type == String.class) {
            return type.cast(text());
        }
        return type == byte[].class ? type.cast(bytes()) : mapper.readValue(json(), type);
    }

    /** A text that came in a frame was a JSON string there. */
    private String json() {
        JsonNode data = frame == null || isBinary() ? NullNode.getInstance() : frame.path("data");
        return data.isTextual() ? data.toString() : text();
    }

    /** The payload, or how long it is; with its frame if it has one. */
    @Override
    public String toString() {
        return frame != null ? frame.toString() : text != null ? text : bytes.length + " bytes";
    }
}
