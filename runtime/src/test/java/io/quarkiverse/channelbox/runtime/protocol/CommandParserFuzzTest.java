package io.quarkiverse.channelbox.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;

/**
 * A command says what Jackson's own tree of the frame says, its payload is a part of the frame that is JSON, and whatever else
 * comes is refused with an answer that is a frame.
 */
class CommandParserFuzzTest {

    private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final String[] COMMANDS = { "join", "leave", "publish", "event", "answer", "pong", "ping" };
    private static final String[] MEMBERS = { "ref", "group", "after", "event", "data", "key", "error", "traceparent",
            "tracestate", "other", "gr\\u006fup" };
    private static final String[] VALUES = { "7", "\"x\"", "null", "9007199254740991", "9007199254740992", "-1", "1.0", "{}",
            "[1,{\"group\":\"y\"}]", "\"\\u00e9é\\n\"", "true", " 1e5 ", "{\"a\":[]} ", "[ ]", "-0", "\"\"" };

    /** A frame that begins like a command; no other one is read as one. */
    @FuzzTest
    void commands(FuzzedDataProvider data) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("{\"channelbox\":".getBytes(StandardCharsets.UTF_8));
        if (data.consumeBoolean()) {
            all.writeBytes(members(data).getBytes(StandardCharsets.UTF_8));
        }
        all.writeBytes(data.consumeRemainingAsBytes());
        byte[] frame = all.toByteArray();
        if (!isUtf8(frame)) {
            return; // It was refused before.
        }
        Command command;
        try {
            command = CommandParser.parse(frame);
        } catch (CommandSyntaxException e) {
            JsonNode answer = JSON.readTree(ProtocolFrames.error(e.ref(), 400, e.getMessage()));
            assertEquals(400, answer.at("/error/code").asInt());
            return;
        }
        JsonNode tree = JSON.readTree(frame);
        assertEquals(tree.get("channelbox").textValue(), command.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        command.ref().ifPresent(ref -> assertEquals(tree.get("ref").longValue(), ref));
        assertTrue(command.ref().isEmpty() || command.ref().getAsLong() >= 0 && command.ref().getAsLong() < 1L << 53);
        if (command instanceof Command.Join join) {
            assertText(tree, "group", join.group());
            assertText(tree, "after", join.after());
        } else if (command instanceof Command.Leave leave) {
            assertText(tree, "group", leave.group());
        } else if (command instanceof Command.Publish publish) {
            assertText(tree, "group", publish.group());
            assertText(tree, "event", publish.event());
            assertText(tree, "key", publish.key());
            assertData(tree, publish.data());
        } else if (command instanceof Command.Event event) {
            assertText(tree, "event", event.event());
            assertData(tree, event.data());
        } else if (command instanceof Command.Answer answer) {
            assertText(tree, "ref", answer.question());
            assertText(tree, "error", answer.error());
            assertData(tree, answer.data());
        }
    }

    private static String members(FuzzedDataProvider data) {
        StringBuilder members = new StringBuilder("\"").append(data.pickValue(COMMANDS)).append('"');
        for (int i = data.consumeInt(0, 5); i > 0; i--) {
            members.append(",\"").append(data.pickValue(MEMBERS)).append("\":")
                    .append(data.consumeBoolean() ? data.pickValue(VALUES) : data.consumeString(10));
        }
        return members.append(data.consumeBoolean() ? "}" : "").toString();
    }

    private static void assertText(JsonNode tree, String name, String value) {
        assertEquals(tree.path(name).textValue(), value, name);
    }

    private static void assertText(JsonNode tree, String name, Optional<String> value) {
        assertText(tree, name, value.orElse(null));
    }

    private static void assertData(JsonNode tree, byte[] data) throws IOException {
        assertEquals(tree.has("data") ? tree.get("data") : NullNode.getInstance(), JSON.readTree(data));
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
