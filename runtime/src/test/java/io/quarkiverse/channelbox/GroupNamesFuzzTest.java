package io.quarkiverse.channelbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.quarkiverse.channelbox.fuzz.Texts;

/** Whatever is encoded or escaped comes back, is fit for a name, and ends where its separator begins. */
class GroupNamesFuzzTest {

    private static final Pattern FIT = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}_:@+.-]*");

    @FuzzTest
    void codes(FuzzedDataProvider data) {
        String text = Texts.any(data, 12);
        String separator = Texts.some(data, 3);
        boolean isUnicode = text.equals(Texts.inUtf8(text));
        boolean canSeparate = separator.chars()
                .anyMatch(c -> "+0123456789ABCDEF".indexOf(c) < 0 && !Character.isSurrogate((char) c));

        Optional<String> code = made(() -> GroupNames.encode(text));
        assertEquals(isUnicode, code.isPresent());
        code.ifPresent(encoded -> {
            assertEquals(text, GroupNames.decode(encoded));
            assertTrue(FIT.matcher(encoded).matches(), encoded);
            assertFalse(encoded.startsWith(".") || encoded.endsWith(".") || encoded.contains(".."), encoded);
        });

        Optional<String> escaped = made(() -> GroupNames.escape(text, separator));
        assertEquals(canSeparate, escaped.isPresent());
        escaped.ifPresent(value -> {
            assertEquals(text, GroupNames.unescape(value, separator));
            assertEquals(value.length(), (value + separator).indexOf(separator));
        });

        Optional<String> both = made(() -> GroupNames.encode(text, separator));
        assertEquals(isUnicode && canSeparate, both.isPresent());
        both.ifPresent(value -> {
            assertEquals(text, GroupNames.decode(value, separator));
            assertEquals(value.length(), (value + separator).indexOf(separator));
        });

        // What nobody has encoded is no code of anything.
        made(() -> GroupNames.decode(text)).ifPresent(decoded -> assertEquals(text, GroupNames.encode(decoded)));
        if (canSeparate) {
            made(() -> GroupNames.unescape(text, separator))
                    .ifPresent(value -> assertEquals(text, GroupNames.escape(value, separator)));
        }
    }

    private static Optional<String> made(Supplier<String> maker) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
