package io.quarkiverse.channelbox.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a command, and what of it is wrong. */
class CommandParserTest {

    private static Command parse(String json) {
        return CommandParser.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static CommandSyntaxException refused(String json) {
        return assertThrows(CommandSyntaxException.class, () -> parse(json));
    }

    @Test
    void everyKind() {
        assertEquals(new Command.Pong(), parse("{\"channelbox\":\"pong\"}"));
        assertEquals(new Command.Join(OptionalLong.of(1), "g", Optional.of("e:1"), Optional.empty()),
                parse("{\"channelbox\":\"join\",\"ref\":1,\"group\":\"g\",\"after\":\"e:1\"}"));
        assertEquals(new Command.Join(OptionalLong.of(0), "g", Optional.empty(), Optional.empty()),
                parse("{\"channelbox\":\"join\",\"ref\":0,\"group\":\"g\",\"after\":null,\"one day\":{\"a\":[1]}}"));
        assertEquals(new Command.Leave(OptionalLong.of(9007199254740991L), "g", Optional.empty()),
                parse("{\"channelbox\":\"leave\",\"ref\":9007199254740991,\"group\":\"g\"}"));
        Command.Answer answer = (Command.Answer) parse("{\"channelbox\":\"answer\",\"ref\":\"n.7\",\"error\":\"no\"}");
        assertEquals("n.7", answer.question());
        assertEquals(Optional.of("no"), answer.error());
    }

    /** No command fails for how it is traced. */
    @Test
    void whatTracesIt() {
        assertEquals(Optional.of(new TraceParent("p", "s")), traced("\"traceparent\":\"p\",\"tracestate\":\"s\""));
        assertEquals(Optional.of(new TraceParent("p", null)), traced("\"traceparent\":\"p\",\"tracestate\":{\"a\":[1]}"));
        for (String none : new String[] { "\"tracestate\":\"s\"", "\"traceparent\":null", "\"traceparent\":[\"p\"]",
                "\"traceparent\":\"\\ud800\"",
                "\"traceparent\":\"" + "0".repeat(TraceParent.MAX_TRACEPARENT + 1) + '"' }) {
            assertEquals(Optional.empty(), traced(none), none);
        }
    }

    private static Optional<TraceParent> traced(String members) {
        Command.Event event = (Command.Event) parse("{\"channelbox\":\"event\",\"event\":\"e\"," + members + ",\"ref\":1}");
        assertEquals(OptionalLong.of(1), event.ref());
        return event.trace();
    }

    /** Whoever gets them would read a question mark. */
    @ParameterizedTest
    @ValueSource(strings = { "channelbox", "group", "after", "event", "key", "error", "ref" })
    void textsAreUnicode(String member) {
        for (String half : new String[] { "\\ud800", "a\\udc00b", "\\udc00\\ud800" }) {
            String name = member.equals("channelbox") ? "" : "\"channelbox\":\"publish\",";
            String reason = refused('{' + name + '"' + member + "\":\"" + half + "\"}").getMessage();
            assertTrue(reason.contains("'" + member + "' is not Unicode"), reason);
        }
        Command.Publish publish = (Command.Publish) parse(
                "{\"channelbox\":\"publish\",\"ref\":1,\"group\":\"\\ud83d\\ude00\",\"data\":\"\\ud800\"}");
        assertEquals("\ud83d\ude00", publish.group());
        assertEquals("\"\\ud800\"", new String(publish.data(), StandardCharsets.UTF_8));
    }

    /** It goes on as it came: nothing is read and written again. */
    @ParameterizedTest
    @ValueSource(strings = { "1", "-1.50e+3", "123456789012345678901234567890", "true", "false", "null", "\"\"",
            "\"a \\\" \\u00e9 \u4f60\ud83d\ude00\"", "[]", "{}", "[1, {\"a\" : [ ] }]", "{\"x\":1.10,\"y\":{\"ref\":3}}" })
    void dataStaysAsItIs(String data) {
        for (String json : new String[] { "{\"channelbox\":\"publish\",\"ref\":1,\"group\":\"g\",\"data\":" + data + "}",
                "{\"channelbox\":\"publish\",\"data\": " + data + " ,\"ref\":1,\"group\":\"g\"} " }) {
            Command.Publish publish = (Command.Publish) parse(json);
            assertEquals(data, new String(publish.data(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{\"channelbox\":|it is not JSON",
            "{\"channelbox\":1}|'channelbox' is not a string",
            "{\"channelbox\":null}|does not name a command",
            "{\"channelbox\":\"fly\",\"ref\":1}|there is no such command",
            "{\"channelbox\":\"join\",\"group\":\"g\"}|'ref' is missing",
            "{\"channelbox\":\"join\",\"ref\":\"1\",\"group\":\"g\"}|not an integer",
            "{\"channelbox\":\"join\",\"ref\":1.5,\"group\":\"g\"}|not an integer",
            "{\"channelbox\":\"join\",\"ref\":-1,\"group\":\"g\"}|not an integer",
            "{\"channelbox\":\"join\",\"ref\":9007199254740992,\"group\":\"g\"}|not an integer",
            "{\"channelbox\":\"join\",\"ref\":99999999999999999999,\"group\":\"g\"}|not an integer",
            "{\"channelbox\":\"join\",\"ref\":1}|'group' is missing",
            "{\"channelbox\":\"join\",\"ref\":1,\"group\":7}|'group' is not a string",
            "{\"channelbox\":\"join\",\"ref\":1,\"ref\":2,\"group\":\"g\"}|'ref' is there twice",
            "{\"channelbox\":\"pong\",\"channelbox\":\"join\"}|'channelbox' is there twice",
            "{\"channelbox\":\"event\",\"event\":\"e\",\"data\":1,\"data\":2}|'data' is there twice",
            "{\"channelbox\":\"join\",\"ref\":1,\"group\":\"g\",\"group\":null}|'group' is there twice",
            "{\"channelbox\":\"join\",\"ref\":1,\"group\":\"g\",\"after\":null,\"after\":\"e:1\"}|'after' is there twice",
            "{\"channelbox\":\"publish\",\"ref\":1,\"group\":\"g\"}|'data' is missing",
            "{\"channelbox\":\"publish\",\"ref\":1,\"group\":\"g\",\"data\":[}|it is not JSON",
            "{\"channelbox\":\"event\",\"ref\":1}|'event' is missing",
            "{\"channelbox\":\"answer\",\"ref\":1}|not that of a question",
            "{\"channelbox\":\"pong\"} {}|behind the object",
            "{\"channelbox\":\"pong\"|it is not JSON" })
    void saysWhatIsWrong(String json, String reason) {
        CommandSyntaxException refused = refused(json);
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void theRefIsKnownAsFarAsItWasRead() {
        assertEquals(OptionalLong.of(7), refused("{\"channelbox\":\"fly\",\"ref\":7}").ref());
        assertEquals(OptionalLong.empty(), refused("{\"channelbox\":\"join\",\"group\":\"g\"}").ref());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"channelbox\":\"publish\",\"ref\":7,\"data\":\"xxx|7",
            "{\"channelbox\":\"publish\",\"ref\":7,\"da|7",
            "{\"channelbox\":\"publish\",\"ref\":12|-1",
            "{\"channelbox\":\"publish\",\"ref\":|-1",
            "{\"channelbox\":\"publish\",\"data\":\"xxx|-1",
            "{\"channelbox\":\"answer\",\"ref\":\"a\",\"data\":\"xxx|-1" })
    void theRefOfABeginning(String head, long ref) {
        assertEquals(ref, CommandParser.refOf(head.getBytes(StandardCharsets.UTF_8)).orElse(-1));
    }

    @Test
    void depthIsBounded() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        refused("{\"channelbox\":\"publish\",\"ref\":1,\"group\":\"g\",\"data\":" + deep + "}");
    }
}
