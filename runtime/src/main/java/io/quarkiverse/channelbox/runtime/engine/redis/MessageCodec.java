package io.quarkiverse.channelbox.runtime.engine.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.vertx.core.buffer.Buffer;

/**
 * A message as the bytes that streams hold and that are published: a version, flags, the time, what the flags announce, and
 * the payload as it is. Numbers are big-endian; texts are UTF-8 with their length before them.
 */
final class MessageCodec {

    private static final byte VERSION = 1;
    private static final int KIND = 3;
    private static final int EVENT = 4;
    private static final int EXCEPT = 8;
    private static final int ATTRIBUTES = 16;
    private static final int TARGET = 32;
    /** Written as their indices. */
    private static final List<PayloadType> KINDS = List.of(PayloadType.TEXT, PayloadType.JSON, PayloadType.BINARY);
    private static final List<Target.Kind> TARGETS = List.of(Target.Kind.GROUP, Target.Kind.UNION, Target.Kind.USER,
            Target.Kind.CONNECTION);

    /**
     * @param target {@code null} for the group whose channel or stream it came from
     */
    record Message(Instant created, Target target, SendOptions options, EncodedPayload payload) {
    }

    private MessageCodec() {
    }

    static byte[] encode(Publication publication, Instant created) {
        SendOptions options = publication.options();
        boolean hasTarget = publication.target().kind() != Target.Kind.GROUP;
        int flags = KINDS.indexOf(publication.payload().kind())
                | (options.getEvent().isPresent() ? EVENT : 0)
                | (options.getExcept().isEmpty() ? 0 : EXCEPT)
                | (options.getAttributes().isEmpty() ? 0 : ATTRIBUTES)
                | (hasTarget ? TARGET : 0);
        Buffer message = Buffer.buffer(publication.payload().size() + 64)
                .appendByte(VERSION).appendByte((byte) flags)
                .appendLong(created.getEpochSecond()).appendInt(created.getNano());
        options.getEvent().ifPresent(event -> text(message, event));
        if (!options.getExcept().isEmpty()) {
            texts(message, options.getExcept());
        }
        if (!options.getAttributes().isEmpty()) {
            message.appendInt(options.getAttributes().size());
            options.getAttributes().forEach((key, value) -> {
                text(message, key);
                text(message, value);
            });
        }
        if (hasTarget) {
            message.appendByte((byte) TARGETS.indexOf(publication.target().kind()));
            texts(message, publication.target().names());
        }
        return message.appendBytes(publication.payload().bytes()).getBytes();
    }

    private static void texts(Buffer message, Iterable<String> texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(all::add);
        message.appendInt(all.size());
        all.forEach(each -> text(message, each));
    }

    private static void text(Buffer message, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        message.appendInt(utf8.length).appendBytes(utf8);
    }

    /**
     * Reads a message; one that is none takes no more memory than it has itself.
     *
     * @throws IllegalArgumentException if it is of another version
     * @throws RuntimeException if it is no message
     */
    static Message decode(byte[] bytes, int from) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalArgumentException("A message of version " + version + " cannot be read, only of " + VERSION);
        }
        int flags = in.get();
        Instant created = Instant.ofEpochSecond(in.getLong(), in.getInt());
        SendOptions options = SendOptions.defaults();
        if ((flags & EVENT) != 0) {
            options = options.event(text(in));
        }
        if ((flags & EXCEPT) != 0) {
            options = options.except(texts(in).toArray(String[]::new));
        }
        if ((flags & ATTRIBUTES) != 0) {
            for (int count = in.getInt(); count > 0; count--) {
                options = options.attribute(text(in), text(in));
            }
        }
        Target target = (flags & TARGET) == 0 ? null : new Target(TARGETS.get(in.get()), texts(in));
        byte[] payload = new byte[in.remaining()];
        in.get(payload);
        return new Message(created, target, options, EncodedPayload.of(KINDS.get(flags & KIND), payload));
    }

    private static List<String> texts(ByteBuffer in) {
        List<String> texts = new ArrayList<>();
        for (int count = in.getInt(); count > 0; count--) {
            texts.add(text(in));
        }
        return texts;
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        // Before there is memory for it.
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("A text of " + length + " bytes is not all there");
        }
        byte[] utf8 = new byte[length];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
