package io.quarkiverse.channelbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupNamesTest {

    /** The default of {@code quarkus.channel-box.group-name-pattern}. */
    private static final Pattern NAME = Pattern.compile("(?!.*\\.\\.)[\\p{L}\\p{M}\\p{Nd}._:@+\\-]+");

    @ParameterizedTest
    @CsvSource({ "ann, ann", "auth0|1, auth0+7C1", "DOMAIN\\ann, DOMAIN+5Cann", "'Ann Lee', Ann+20Lee",
            "a+b@example.org, a+2Bb@example.org", "a..b, a+2E+2Eb", ".a., +2Ea+2E", "Jürgen, Jürgen", "李, 李", "€, +E2+82+AC",
            "😀, +F0+9F+98+80", "a%20b, a+2520b", "'', ''" })
    void encodes(String text, String code) {
        assertEquals(code, GroupNames.encode(text));
        assertEquals(text, GroupNames.decode(code));
    }

    @Test
    void whateverTheTextItsCodeIsANameAndItsOwn() {
        Random random = new Random(14);
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(1 + random.nextInt(6), 0, Character.MAX_CODE_POINT + 1)
                    .map(c -> random.nextInt(3) > 0 ? c % 128 : c).filter(c -> Character.getType(c) != Character.SURROGATE)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            String code = GroupNames.encode(text);
            assertEquals(text, GroupNames.decode(code));
            assertTrue(code.isEmpty() || NAME.matcher("a." + code + ".b").matches(), code);
            String other = texts.put(code, text);
            assertTrue(other == null || other.equals(text), code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "a+", "a+2", "a+2e", "a+zz", "+FF", "+E2+82", "+41", "a..b", "a b", "a|b" })
    void refusesWhatIsNoCode(String code) {
        assertThrows(IllegalArgumentException.class, () -> GroupNames.decode(code));
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> GroupNames.encode("a\ud83d"));
    }
}
