package io.quarkiverse.channelbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Makes any text fit for the name of a group, and brings it back: the names of principals have characters that names of groups
 * do not ({@code auth0|1}, {@code DOMAIN\ann}, {@code Ann Lee}).
 * <p>
 * It is the percent-encoding of RFC 3986, section 2.1, with {@code +} for {@code %}: letters and digits of any script stay as
 * they are, so do {@code _ : @ -}, and {@code .} between two characters that are no dots; every other character, {@code +} too,
 * becomes {@code +XX} for each byte of its UTF-8 form, with capital hexadecimal digits. {@code auth0|1} is {@code auth0+7C1}.
 * Different texts have different codes. In JavaScript {@code decodeURIComponent(code.replaceAll("+", "%"))} brings a text back.
 * <p>
 * A template that says {@code {user:encoded}} applies it to the name of the principal; the application applies it wherever it
 * puts such a name together: {@code channelBox.group("inbox-" + GroupNames.encode(principal))}.
 */
public final class GroupNames {

    private static final char ESCAPE = '+';
    private static final String HEX = "0123456789ABCDEF";

    private GroupNames() {
    }

    /**
     * Encodes a text.
     *
     * @param text of any characters; the code of the empty text is empty
     * @throws IllegalArgumentException if it has half a surrogate pair, which has no UTF-8 form
     */
    public static String encode(String text) {
        StringBuilder code = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            if (stays(c, i, text)) {
                code.appendCodePoint(c);
            } else {
                escape(text.substring(i, i + Character.charCount(c)), code);
            }
            i += Character.charCount(c);
        }
        return code.toString();
    }

    private static boolean stays(int c, int index, String text) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER, Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK, Character.DECIMAL_DIGIT_NUMBER ->
                true;
            // Two dots are no part of a name, and the text before or after the code may end or begin with one.
            default -> c == '.'
                    ? index > 0 && text.charAt(index - 1) != '.' && index + 1 < text.length() && text.charAt(index + 1) != '.'
                    : c == '_' || c == ':' || c == '@' || c == '-';
        };
    }

    private static void escape(String character, StringBuilder code) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(character));
            while (bytes.hasRemaining()) {
                int value = bytes.get();
                code.append(ESCAPE).append(HEX.charAt(value >> 4 & 0xf)).append(HEX.charAt(value & 0xf));
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Half a surrogate pair cannot be encoded: '" + Printable.of(character) + "'", e);
        }
    }

    /**
     * Brings a text back.
     *
     * @param code what {@link #encode} returned
     * @throws IllegalArgumentException if it is no such code
     */
    public static String decode(String code) {
        String text = decoded(Objects.requireNonNull(code, "code"));
        if (!encode(text).equals(code)) {
            throw notACode(code);
        }
        return text;
    }

    private static String decoded(String code) {
        StringBuilder text = new StringBuilder(code.length());
        for (int i = 0; i < code.length();) {
            if (code.charAt(i) == ESCAPE) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                for (; i < code.length() && code.charAt(i) == ESCAPE; i += 3) {
                    bytes.write(value(code, i + 1) << 4 | value(code, i + 2));
                }
                text.append(utf8(bytes.toByteArray(), code));
            } else {
                text.append(code.charAt(i++));
            }
        }
        return text.toString();
    }

    private static int value(String code, int index) {
        int value = index < code.length() ? HEX.indexOf(code.charAt(index)) : -1;
        if (value < 0) {
            throw notACode(code);
        }
        return value;
    }

    private static String utf8(byte[] bytes, String code) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw notACode(code);
        }
    }

    private static IllegalArgumentException notACode(String code) {
        return new IllegalArgumentException("'" + Printable.of(code) + "' is not what GroupNames.encode returns");
    }
}
