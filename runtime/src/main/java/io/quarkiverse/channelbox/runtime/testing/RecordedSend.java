package io.quarkiverse.channelbox.runtime.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.Sending;
import io.quarkiverse.channelbox.testing.SentMessage;

/** One send, while it is under way and after. */
final class RecordedSend implements SentMessage, Sending {

    private final RecordedSends sends;
    private final ObjectMapper mapper;
    private final Target target;
    private final Object payload;
    private final SendOptions options;
    private volatile EncodedPayload encoded;
    private volatile Receipt receipt;
    private volatile Throwable failure;

    RecordedSend(RecordedSends sends, ObjectMapper mapper, Target target, Object payload, SendOptions options) {
        this.sends = sends;
        this.mapper = mapper;
        this.target = target;
        this.payload = payload;
        this.options = options;
    }

    @Override
    public void publishing(Publication publication) {
        encoded = publication.payload();
        sends.encoded(this);
    }

    @Override
    public void sent(Receipt receipt) {
        this.receipt = receipt;
        sends.ended();
    }

    @Override
    public void failed(Throwable failure) {
        this.failure = failure;
        sends.ended();
    }

    /** Of the payload as it is kept; 0 while it is not encoded. */
    int size() {
        return encoded == null ? 0 : encoded.size();
    }

    @Override
    public Kind kind() {
        return switch (target.kind()) {
            case GROUP -> Kind.GROUP;
            case UNION -> Kind.GROUPS;
            case USER -> Kind.USER;
            case CONNECTION -> Kind.CONNECTION;
        };
    }

    @Override
    public List<String> names() {
        return target.names();
    }

    /** What clients publish is encoded already. */
    @Override
    public Object payload() {
        if (payload instanceof EncodedPayload published) {
            return switch (published.kind()) {
                case TEXT -> published.text();
                case BINARY -> published.bytes();
                case JSON, AUTO -> read(published.bytes(), JsonNode.class);
            };
        }
        return payload;
    }

    @Override
    public <T> T payload(Class<T> type) {
        Object given = payload();
        if (type.isInstance(given)) {
            return type.cast(given);
        }
        byte[] bytes = bytes();
        if (type == byte[].class) {
            return type.cast(bytes);
        }
        return type == String.class && !encoded.isBinary() ? type.cast(text()) : read(bytes, type);
    }

    /** Whether the payload is of that type, or can be decoded to it, and is wanted then. */
    <T> boolean is(Class<T> type, Predicate<? super T> wanted) {
        T payload;
        try {
            payload = type.isInstance(payload()) || encoded != null && !(encoded.isBinary() && type == String.class)
                    ? payload(type)
                    : null;
        } catch (IllegalArgumentException e) {
            return false;
        }
        return payload != null && wanted.test(payload);
    }

    private <T> T read(byte[] json, Class<T> type) {
        try {
            return mapper.readValue(json, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("The payload of " + this + " is no " + type.getName(), e);
        }
    }

    @Override
    public String text() {
        byte[] bytes = bytes();
        if (encoded.isBinary()) {
            throw new IllegalStateException("The payload of " + this + " is binary");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes() {
        if (encoded == null) {
            throw new IllegalStateException("It was not encoded: " + this, failure);
        }
        return encoded.bytes().clone();
    }

    @Override
    public SendOptions options() {
        return options;
    }

    @Override
    public Optional<Receipt> receipt() {
        return Optional.ofNullable(receipt);
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** For the message of a test that fails. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder("to ").append(target);
        event().ifPresent(event -> all.append(", event '").append(Printable.of(event)).append('\''));
        all.append(": ").append(Printable.of(
                encoded == null ? String.valueOf(payload) : encoded.isBinary() ? encoded.size() + " bytes" : encoded.text()));
        return all.append(failure != null ? " (failed: " + failure + ")"
                : receipt == null ? " (under way)" : " (" + receipt + ")").toString();
    }
}
