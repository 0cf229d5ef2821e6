package io.quarkiverse.channelbox.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.channelbox.runtime.group.GroupTemplate.Literal;
import io.quarkiverse.channelbox.runtime.group.GroupTemplate.Placeholder;
import io.quarkiverse.channelbox.runtime.group.GroupTemplate.Source;

class GroupTemplateTest {

    @Test
    void parsesAllKinds() {
        assertEquals(List.of(new Literal("a-"), new Placeholder(Source.PATH, "room", 2), new Literal(":"),
                new Placeholder(Source.QUERY, "q.x", 9), new Literal("."), new Placeholder(Source.HEADER, "X-Y", 21),
                new Literal("@"), new Placeholder(Source.USER, "user", 34)),
                GroupTemplate.parse("a-{room}:{query:q.x}.{header:X-Y}@{user}").parts());
        assertTrue(GroupTemplate.parse("lobby").isLiteral());
        assertFalse(GroupTemplate.parse("{room}").isLiteral());
        assertEquals(5, GroupTemplate.parse("chat-{room}").literalLength());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "chat-{a | 5", "chat-} | 5", "{} | 0", "a{b{c}} | 3", "{1a} | 1", "{a b} | 1",
            "{cookie:a} | 1", "{query:} | 7", "{header:a b} | 8" })
    void saysWhereItIsMalformed(String template, int position) {
        TemplateSyntaxException malformed = assertThrows(TemplateSyntaxException.class, () -> GroupTemplate.parse(template));
        assertTrue(malformed.getMessage().startsWith("at position " + position + ":"), malformed.getMessage());
    }

    @Test
    void matchesTheNamesThatItCanMake() {
        GroupTemplate template = GroupTemplate.parse("a.b-{room}-{query:x}");
        assertTrue(template.matches("a.b-1-2"));
        assertTrue(template.matches("a.b-1-2-3"));
        assertFalse(template.matches("a.b-1-"));
        assertFalse(template.matches("a.b-1"));
        assertFalse(template.matches("aXb-1-2"));
        assertFalse(template.matches("xa.b-1-2"));
        assertTrue(GroupTemplate.parse("\\Q{a}").matches("\\Qx"));
    }
}
