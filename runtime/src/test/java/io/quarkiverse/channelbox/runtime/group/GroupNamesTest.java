package io.quarkiverse.channelbox.runtime.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.runtime.config.TestConfig;

class GroupNamesTest {

    private final GroupNames names = new GroupNames(TestConfig.of());

    @ParameterizedTest
    @ValueSource(strings = { "a", "chat-lobby", "A.b_c:d@e+f-1", ".", "\u00e4\u00f6", "\u4f60\u597d",
            "\u0939\u093f\u0928\u094d\u0926\u0940", "e\u0301", "\ud801\udc00", "\u0661\u0662" })
    void accepts(String name) {
        assertEquals(name, names.check(name));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = { " ", "a b", "a/b", "a\\b", "a..b", "..", "a\u0000", "a\r\nb", "a\tb", "\u202ea", "a\u200bb", "<a>",
            "a\"b", "a'b", "a,b", "a;b", "a*b", "a?b", "a#b", "a%b", "a{b}", "a$b", "a&b", "\ud800", "a\ufeff",
            "\ud83d\ude00" })
    void refuses(String name) {
        assertThrows(InvalidGroupNameException.class, () -> names.check(name));
    }

    @Test
    void countsCharactersNotCodeUnits() {
        assertEquals(400, names.check("\ud801\udc00".repeat(200)).length());
        assertThrows(InvalidGroupNameException.class, () -> names.check("\ud801\udc00".repeat(201)));
        assertThrows(InvalidGroupNameException.class, () -> names.check("a".repeat(201)));
        InvalidGroupNameException tooLong = assertThrows(InvalidGroupNameException.class,
                () -> new GroupNames(TestConfig.of("max-group-name-length", "3")).check("abcd"));
        assertTrue(tooLong.getMessage().contains("longer than 3 characters"), tooLong.getMessage());
    }

    @Test
    void theRuleCanBeAnother() {
        GroupNames digits = new GroupNames(TestConfig.of("group-name-pattern", "\\d+"));
        assertEquals("42", digits.check("42"));
        assertThrows(InvalidGroupNameException.class, () -> digits.check("a42"));
    }

    /** A name never gets into a log or a message as it came. */
    @Test
    void printsWhatIsSafeToPrint() {
        assertEquals("a\\u{d}\\u{a}b\\u{202e}c\\u{0}\\u{d800}\u00e4\ud801\udc00", GroupNames.printable(
                "a\r\nb\u202ec\u0000\ud800\u00e4\ud801\udc00"));
        String cut = GroupNames.printable("x".repeat(1_000_000));
        assertEquals("x".repeat(80) + "...", cut);
        assertFalse(GroupNames.printable("\u2028").contains("\u2028"));
    }
}
