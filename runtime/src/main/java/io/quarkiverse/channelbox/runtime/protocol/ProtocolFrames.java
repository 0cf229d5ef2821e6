package io.quarkiverse.channelbox.runtime.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import io.quarkiverse.channelbox.PresenceEntry;

/**
 * The frames of the subprotocol {@code channelbox.v1}: JSON objects, as the schema in the documentation has them. They are
 * written by hand, so that a payload that is JSON already goes in as it is.
 */
public final class ProtocolFrames {

    private final ByteArrayOutputStream json;

    /** Nothing else was written for a while, and the connection is alive. */
    public static final byte[] PING = new ProtocolFrames("ping", 16).end();

    private ProtocolFrames(String type, int size) {
        json = new ByteArrayOutputStream(size);
        raw("{\"type\":\"").raw(type).raw("\"");
    }

    /**
     * The first frame of all.
     *
     * @param heartbeat after how many milliseconds at the most another frame comes; 0 if that is not promised
     */
    public static byte[] hello(String connectionId, long heartbeat) {
        return new ProtocolFrames("hello", 96).text("connection", connectionId).number("heartbeat", heartbeat).end();
    }

    /**
     * @param group {@code null} for a message to connections, or to several groups
     * @param id {@code null} for a message that was not stored
     * @param event {@code null} for a message without a name
     * @param ask by which the client answers; {@code null} for a message that wants no answer
     * @param json the payload, JSON in UTF-8
     */
    public static byte[] message(String group, String id, String event, String ask, byte[] json) {
        return message(group, id, event, ask, json.length).raw(",\"data\":").raw(json).end();
    }

    /** Like the other one, of bytes. */
    public static byte[] binaryMessage(String group, String id, String event, String ask, byte[] payload) {
        return message(group, id, event, ask, payload.length * 4 / 3).raw(",\"encoding\":\"base64\",\"data\":\"")
                .raw(Base64.getEncoder().encode(payload)).raw("\"").end();
    }

    private static ProtocolFrames message(String group, String id, String event, String ask, int size) {
        return new ProtocolFrames("message", size + 128).text("group", group).text("id", id).text("event", event)
                .text("ask", ask);
    }

    /**
     * A channel has joined; stored messages come next, if it gets any.
     *
     * @param ref of the command that this answers; empty if it was not asked for
     * @param id of the message before the next one; {@code null} if it is not known
     * @param recovered whether nothing is missing since the message that it asked to go on from; empty if it did not ask
     * @param missed how many messages are missing, if that is known
     */
    public static byte[] joined(String group, OptionalLong ref, String id, Optional<Boolean> recovered, OptionalLong missed) {
        ProtocolFrames frame = new ProtocolFrames("joined", 128).text("group", group).number("ref", ref).text("id", id);
        recovered.ifPresent(value -> frame.raw(",\"recovered\":").raw(value.toString()));
        frame.number("missed", missed);
        return frame.end();
    }

    /**
     * Messages are missing, since the client did not take what it was sent before, or they did not reach the node.
     *
     * @param missed how many, if that is known
     */
    public static byte[] gap(String group, OptionalLong missed) {
        return new ProtocolFrames("gap", 128).text("group", group).number("missed", missed).end();
    }

    /**
     * A channel has left, its connection stays open.
     *
     * @param ref of the command that this answers; empty if it was not asked for
     */
    public static byte[] left(String group, OptionalLong ref, String reason) {
        return new ProtocolFrames("left", 128).text("group", group).number("ref", ref).text("reason", reason).end();
    }

    /**
     * A command was carried out.
     *
     * @param id of the message that was stored; {@code null} for none
     * @param data JSON in UTF-8; {@code null} for none
     */
    public static byte[] reply(long ref, String id, byte[] data) {
        ProtocolFrames frame = new ProtocolFrames("reply", 64 + (data == null ? 0 : data.length)).number("ref", ref)
                .text("id", id);
        if (data != null) {
            frame.raw(",\"data\":").raw(data);
        }
        return frame.end();
    }

    /**
     * A command was refused, or failed.
     *
     * @param ref empty if the command had none that could be read
     * @param code an HTTP status
     */
    public static byte[] error(OptionalLong ref, int code, String reason) {
        return new ProtocolFrames("reply", 64 + reason.length()).number("ref", ref)
                .raw(",\"error\":{\"code\":").raw(Integer.toString(code)).text("reason", reason).raw("}").end();
    }

    /**
     * Who has come and gone.
     *
     * @param size how many connections are there now
     */
    public static byte[] presence(String group, Collection<PresenceEntry> joined, Collection<PresenceEntry> left,
            int size) {
        ProtocolFrames frame = new ProtocolFrames("presence", 128 + 64 * (joined.size() + left.size())).text("group", group);
        frame.raw(",\"joined\":").entries(joined);
        frame.raw(",\"left\":").entries(left);
        return frame.size(size);
    }

    /** There are too many to name them. */
    public static byte[] presence(String group, int size) {
        return new ProtocolFrames("presence", 128).text("group", group).size(size);
    }

    private byte[] size(int size) {
        return number("size", size).end();
    }

    private void entries(Collection<PresenceEntry> entries) {
        String separator = "[";
        for (PresenceEntry entry : entries) {
            raw(separator);
            entry.connectionId().ifPresentOrElse(
                    id -> raw("{\"connectionId\":").quoted(id).text("principal", entry.principal().orElse(null)),
                    () -> raw("{\"principal\":").quoted(entry.principal().orElseThrow()).raw(",\"connections\":")
                            .raw(Integer.toString(entry.connections())));
            if (!entry.attributes().isEmpty()) {
                attributes(entry);
            }
            raw("}");
            separator = ",";
        }
        raw(entries.isEmpty() ? "[]" : "]");
    }

    private void attributes(PresenceEntry entry) {
        raw(",\"attributes\":");
        String[] separator = { "{" };
        entry.attributes().forEach((key, value) -> {
            raw(separator[0]).quoted(key).raw(":").quoted(value);
            separator[0] = ",";
        });
        raw("}");
    }

    private ProtocolFrames number(String name, long value) {
        return raw(",\"").raw(name).raw("\":").raw(Long.toString(value));
    }

    private ProtocolFrames number(String name, OptionalLong value) {
        return value.isEmpty() ? this : number(name, value.getAsLong());
    }

    private ProtocolFrames text(String name, String value) {
        return value == null ? this : raw(",\"").raw(name).raw("\":").quoted(value);
    }

    private ProtocolFrames quoted(String text) {
        return raw("\"").raw(String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text))).raw("\"");
    }

    private ProtocolFrames raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    private ProtocolFrames raw(byte[] utf8) {
        json.writeBytes(utf8);
        return this;
    }

    private byte[] end() {
        return raw("}").json.toByteArray();
    }
}
