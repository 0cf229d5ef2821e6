package io.quarkiverse.channelbox.fuzz;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;

/** Texts out of what the fuzzer gives: any, and such as are likely to be mistaken for another. */
public final class Texts {

    /** What separators, escapes, JSON, positions and lists are made of, and what looks like them. */
    private static final String[] PIECES = { "a", "B", "7", "-", ":", "_", ".", "..", "+", "+2D", "+2B", "2D", "@", ",", "%",
            "é", "e\u0301", "\ud83d\ude00", "\ud83d", "\ude00", "\"", "\\", "\u0000", "\n", "\u2028", "/", "{", "}", "[", " ",
            "null", "\\u0000", "'", ";", "--", "]]", "$", "*", "\ufeff", "\u0130" };

    private Texts() {
    }

    /** Of at most so many characters or pieces. */
    public static String any(FuzzedDataProvider data, int max) {
        if (data.consumeBoolean()) {
            return data.consumeString(max);
        }
        StringBuilder text = new StringBuilder();
        for (int i = data.consumeInt(0, max); i > 0; i--) {
            text.append(data.pickValue(PIECES));
        }
        return text.toString();
    }

    /** Like the other one, and never empty. */
    public static String some(FuzzedDataProvider data, int max) {
        String text = any(data, max);
        return text.isEmpty() ? "x" : text;
    }

    /** What is left of a text in UTF-8: half a surrogate pair becomes a question mark. */
    public static String inUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
