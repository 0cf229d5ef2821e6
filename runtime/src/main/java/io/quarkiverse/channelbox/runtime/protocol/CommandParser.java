package io.quarkiverse.channelbox.runtime.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

/**
 * Reads the commands of {@code channelbox.v1}: JSON objects whose first member is {@value #MEMBER}. The payload stays the bytes
 * that the client sent; that it is JSON is checked.
 */
public final class CommandParser {

    /** The member that says which command it is. */
    public static final String MEMBER = "channelbox";
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";
    private static final byte[] PREFIX = ("{\"" + MEMBER + "\":").getBytes(StandardCharsets.US_ASCII);
    private static final long MAX_REF = (1L << 53) - 1;
    /** Jackson's limits of depth and of the length of numbers and names hold. */
    private static final JsonFactory JSON = JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final byte[] utf8;
    private final Map<String, String> texts = new HashMap<>();
    private OptionalLong ref = OptionalLong.empty();
    private String refText;
    private byte[] data;

    private CommandParser(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** How many bytes of a frame tell whether it is a command. */
    public static int prefixLength() {
        return PREFIX.length;
    }

    /** What the frame of a command begins with; do not change it. */
    public static byte prefix(int index) {
        return PREFIX[index];
    }

    /**
     * Reads a command.
     *
     * @throws CommandSyntaxException if it is none
     */
    public static Command parse(byte[] utf8) {
        return new CommandParser(utf8).parse();
    }

    /** The number of a command of which only the beginning is known, if it is there. */
    public static OptionalLong refOf(byte[] head) {
        int end = head.length;
        // More digits may have followed.
        while (end > 0 && Character.isDigit(head[end - 1])) {
            end--;
        }
        CommandParser parser = new CommandParser(Arrays.copyOf(head, end));
        try {
            parser.parse();
        } catch (CommandSyntaxException e) {
            // It has no end.
        }
        return parser.ref;
    }

    private Command parse() {
        try (JsonParser json = JSON.createParser(utf8)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                member(name, json);
            }
            if (json.nextToken() != null) {
                throw wrong("there is something behind the object");
            }
        } catch (JsonProcessingException e) {
            throw wrong("it is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw wrong("it is not JSON in UTF-8");
        }
        return command();
    }

    private void member(String name, JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        switch (name) {
            case MEMBER, "group", "after", "event", "key", "error" -> {
                once(name, !texts.containsKey(name));
                if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
                    throw wrong("'" + name + "' is not a string");
                }
                texts.put(name, token == JsonToken.VALUE_NULL ? null : unicode(name, json.getText()));
            }
            case "ref" -> {
                once(name, ref.isEmpty() && refText == null);
                ref(json);
            }
            case TRACEPARENT -> trace(name, json, TraceParent.MAX_TRACEPARENT);
            case TRACESTATE -> trace(name, json, TraceParent.MAX_TRACESTATE);
            case "data" -> {
                once(name, data == null);
                data = raw(json);
            }
            // There may be more of them one day.
            default -> json.skipChildren();
        }
    }

    /** Which of two would count is nothing to guess. */
    private void once(String name, boolean isFirst) {
        if (!isFirst) {
            throw wrong("'" + name + "' is there twice");
        }
    }

    /** JSON can escape halves of surrogate pairs, which have no UTF-8 form: who gets them would read something else. */
    private String unicode(String name, String text) {
        if (!isUnicode(text)) {
            throw wrong("'" + name + "' is not Unicode: it has half a surrogate pair");
        }
        return text;
    }

    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    /** No command fails for how it is traced: what cannot be used is left out. */
    private void trace(String name, JsonParser json, int maxLength) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING && json.getTextLength() <= maxLength && isUnicode(json.getText())) {
            texts.put(name, json.getText());
        } else {
            json.skipChildren();
        }
    }

    private void ref(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            refText = unicode("ref", json.getText());
        } else if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && json.getLongValue() >= 0 && json.getLongValue() <= MAX_REF) {
            ref = OptionalLong.of(json.getLongValue());
        } else {
            throw wrong("'ref' is not an integer from 0 to 2^53-1");
        }
    }

    /** The bytes of the current value. */
    private byte[] raw(JsonParser json) throws IOException {
        int start = (int) json.currentTokenLocation().getByteOffset();
        int end;
        switch (json.currentToken()) {
            case START_OBJECT, START_ARRAY -> {
                json.skipChildren();
                end = (int) json.currentLocation().getByteOffset();
            }
            case VALUE_STRING -> {
                json.finishToken();
                end = (int) json.currentLocation().getByteOffset();
            }
            // They are ASCII, and as long as their text; the parser may have read on.
            default -> end = start + json.getTextLength();
        }
        return Arrays.copyOfRange(utf8, start, end);
    }

    private Command command() {
        String kind = texts.get(MEMBER);
        if (kind == null) {
            throw wrong("'" + MEMBER + "' does not name a command");
        }
        return switch (kind) {
            case "pong" -> new Command.Pong();
            case "join" -> new Command.Join(ref(), text("group"), optional("after"), trace());
            case "leave" -> new Command.Leave(ref(), text("group"), trace());
            case "publish" -> new Command.Publish(ref(), text("group"), optional("event"), data(), optional("key"),
                    trace());
            case "event" -> new Command.Event(numberOrNone(), text("event"), data == null ? NULL : data, trace());
            case "answer" -> new Command.Answer(question(), data == null ? NULL : data, optional("error"));
            default -> throw wrong("there is no such command; there are join, leave, publish, event, answer and pong");
        };
    }

    private OptionalLong numberOrNone() {
        if (refText != null) {
            throw wrong("'ref' is not an integer from 0 to 2^53-1");
        }
        return ref;
    }

    private OptionalLong ref() {
        if (numberOrNone().isEmpty()) {
            throw wrong("'ref' is missing: the integer by which you will know the answer");
        }
        return ref;
    }

    private String question() {
        if (refText == null) {
            throw wrong("'ref' is not that of a question");
        }
        return refText;
    }

    private String text(String name) {
        String value = texts.get(name);
        if (value == null) {
            throw wrong("'" + name + "' is missing");
        }
        return value;
    }

    private Optional<String> optional(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    private Optional<TraceParent> trace() {
        return optional(TRACEPARENT).map(traceparent -> new TraceParent(traceparent, texts.get(TRACESTATE)));
    }

    private byte[] data() {
        if (data == null) {
            throw wrong("'data' is missing");
        }
        return data;
    }

    private CommandSyntaxException wrong(String message) {
        return new CommandSyntaxException(ref, message);
    }
}
