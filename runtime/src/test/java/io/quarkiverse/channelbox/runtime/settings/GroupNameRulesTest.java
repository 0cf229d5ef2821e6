package io.quarkiverse.channelbox.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.InvalidGroupNameException;

class GroupNameRulesTest {

    private final GroupNameRules names = new GroupNameRules(TestConfig.of());

    @ParameterizedTest
    @ValueSource(strings = { "a", "7", "chat-lobby", "orders:42", "ann@example.org", "a.b_c+d", ".", "-", "a.b.c",
            "\u00fcber", "\u804a\u5929\u5ba4", "\u043a\u043e\u043c\u043d\u0430\u0442\u0430", "\u063a\u0631\u0641\u0629",
            // vowel signs are marks, not letters: without them there is no Hindi and no Thai
            "\u0939\u093f\u0928\u094d\u0926\u0940", "\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48", "e\u0301",
            // letters and digits outside the basic plane, digits of other scripts
            "\ud835\udc9c", "\ud840\udc00", "\u0663\u0664" })
    void lettersAndDigitsOfAnyScript(String name) {
        assertSame(name, names.check(name));
    }

    @ParameterizedTest
    @ValueSource(strings = { " ", "a b", "a/b", "a\\b", "a%00", "a\u0000b", "a\r\nb", "a\n", "\ta", "a\u0085", "a\u2028b",
            "a..b", "..", "...", "a..", "..a", "a?b", "a#b", "a{b}", "a*", "a,b", "a'b", "a\"b", "<b>", "a&b", "a=b", "a;b",
            "a|b", "a$b", "a!b", "(a)", "[a]", "a~b", "a`b", "a^b",
            // what turns text around, joins or hides it
            "a\u202eb", "a\u200bb", "a\u200db", "a\u2066b", "\ufeffa", "a\u00adb", "a\u00a0b",
            // no letters: emoji, unassigned, private use, lone surrogates
            "\ud83d\ude00", "\u0378", "\ue000", "\ud83d", "a\ude00", "\u00b2" })
    void anythingElseIsRefused(String name) {
        String message = assertThrows(InvalidGroupNameException.class, () -> names.check(name)).getMessage();
        assertTrue(message.contains("quarkus.channel-box.group-name-pattern"), message);
        assertFalse(message.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028), message);
    }

    @ParameterizedTest
    @NullAndEmptySource
    void empty(String name) {
        String message = assertThrows(InvalidGroupNameException.class, () -> names.check(name)).getMessage();
        assertEquals("The group name is empty", message);
    }

    @Test
    void theLengthIsInCharactersNotInChars() {
        String astral = "\ud835\udc9c";
        names.check("x".repeat(200));
        names.check(astral.repeat(200));
        for (String tooLong : new String[] { "x".repeat(201), astral.repeat(201), "x" + astral.repeat(200),
                astral.repeat(199) + "xx", "x".repeat(10_000_000) }) {
            String message = assertThrows(InvalidGroupNameException.class, () -> names.check(tooLong)).getMessage();
            assertTrue(message.contains("200"), message);
            assertTrue(message.contains("quarkus.channel-box.max-group-name-length"), message);
        }
    }

    @Test
    void lengthAndPatternAreConfigurable() {
        GroupNameRules own = new GroupNameRules(TestConfig.of("max-group-name-length", "3", "group-name-pattern", "[a-c ]+"));
        own.check("a b");
        assertThrows(InvalidGroupNameException.class, () -> own.check("abca"));
        assertThrows(InvalidGroupNameException.class, () -> own.check("abd"));
        assertThrows(InvalidGroupNameException.class, () -> own.check("ab\n"));
        GroupNameRules longest = new GroupNameRules(TestConfig.of("max-group-name-length", "" + Integer.MAX_VALUE));
        longest.check("x".repeat(100_000));
    }
}
