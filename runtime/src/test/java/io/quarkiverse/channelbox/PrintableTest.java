package io.quarkiverse.channelbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "`plain \u00e4 \u804a \ud83d\ude00` | `plain \u00e4 \u804a \ud83d\ude00`",
            "`a\r\nb`                           | a\\u{d}\\u{a}b",
            "`a\u0000b\u001b[31m`               | a\\u{0}b\\u{1b}[31m",
            "`a\u202eb\u2066`                   | a\\u{202e}b\\u{2066}",
            "`a\u2028\u2029`                    | a\\u{2028}\\u{2029}",
            "`\ud83d`                           | \\u{d83d}",
            "`\ue000\udb40\udc41`               | \\u{e000}\\u{e0041}" })
    void itEscapesWhatIsNotVisible(String data, String printable) {
        assertEquals(printable, Printable.of(data));
    }

    @Test
    void itCuts() {
        assertEquals("", Printable.of(""));
        assertEquals("x".repeat(80), Printable.of("x".repeat(80)));
        assertEquals("x".repeat(80) + "...", Printable.of("x".repeat(81)));
        String cut = Printable.of("\u202e".repeat(1_000_000));
        assertTrue(cut.length() < 100 && cut.endsWith("..."), cut);
    }
}
