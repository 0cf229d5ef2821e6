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
 * <p>
 * <b>Several values.</b> Different values give different names, also in a template with several placeholders: what
 * separates a value from the next one is {@linkplain #escape escaped} in it. With {@code dm-{user}-{peer}} the group of
 * {@code alice-bob} and {@code x} is {@code dm-alice+2Dbob-x}, that of {@code alice} and {@code bob-x} is
 * {@code dm-alice-bob-x}. {@link #of} gives the name that a template has for values. Characters are compared as they are:
 * upper and lower case, or composed and decomposed letters (Unicode normalization), are different values.
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
     * The name that a template has for values: that of the groups of an endpoint, or of a publisher, with it.
     *
     * @param template as {@link ChannelGroup#value()} has it
     * @param values one for each placeholder, in their order; an enum constant stands for its name, anything else for what
     *        its {@code toString()} returns
     * @throws IllegalArgumentException if there are more or fewer values, one is {@code null} or empty, or it is no template
     */
    public static String of(String template, Object... values) {
        StringBuilder name = new StringBuilder();
        int next = 0;
        int end = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', end)) {
            name.append(template, end, open);
            end = template.indexOf('}', open) + 1;
            if (end == 0 || next == values.length) {
                throw new IllegalArgumentException(end == 0 ? "'{' is never closed in \"" + template + "\""
                        : "There are fewer values than placeholders in \"" + template + "\": " + values.length);
            }
            int following = template.indexOf('{', end);
            name.append(value(template.substring(open + 1, end - 1), text(values[next++], template),
                    following < 0 ? "" : template.substring(end, following)));
        }
        if (next < values.length) {
            throw new IllegalArgumentException("There are more values than placeholders in \"" + template + "\": "
                    + values.length);
        }
        return name.append(template, end, template.length()).toString();
    }

    private static String text(Object value, String template) {
        String text = value instanceof Enum<?> constant ? constant.name() : value == null ? "" : value.toString();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("A value for \"" + template + "\" is " + (value == null ? "null" : "empty"));
        }
        return text;
    }

    private static String value(String placeholder, String text, String separator) {
        boolean isEncoded = placeholder.equals("user:encoded");
        if (separator.isEmpty()) {
            return isEncoded ? encode(text) : text;
        }
        return isEncoded ? encode(text, separator) : escape(text, separator);
    }

    /**
     * Makes a value fit for a place in a name that a separator follows, so that the separator does not begin in it: its
     * first character that is no letter or digit, {@code -} in most cases, is escaped in the value, and so is {@code +}.
     * Different values stay different.
     *
     * @throws IllegalArgumentException if that cannot be: the separator has nothing but {@code +}, digits and {@code A} to
     *         {@code F}, which escapes are made of
     */
    public static String escape(String value, String separator) {
        char mark = mark(separator);
        return value.indexOf(mark) < 0 && value.indexOf(ESCAPE) < 0 ? value
                : replace(mark, replace(ESCAPE, value));
    }

    /**
     * Brings a value back that was {@linkplain #escape escaped}.
     *
     * @throws IllegalArgumentException if it is not what {@link #escape} returns
     */
    public static String unescape(String escaped, String separator) {
        String value = decoded(escaped);
        if (!escape(value, separator).equals(escaped)) {
            throw notACode(escaped);
        }
        return value;
    }

    /**
     * Encodes a text for a place in a name that a separator follows: like {@link #encode(String)}, with the character of the
     * separator that {@link #escape} would escape.
     */
    public static String encode(String text, String separator) {
        return replace(mark(separator), encode(text));
    }

    private static String replace(char character, String text) {
        if (text.indexOf(character) < 0) {
            return text;
        }
        StringBuilder code = new StringBuilder();
        escape(String.valueOf(character), code);
        return text.replace(String.valueOf(character), code);
    }

    /** That of a separator which no escaped value has: its first occurrence in a name is in the separator. */
    private static char mark(String separator) {
        return (char) separator.chars().filter(c -> canBeMark(c) && !Character.isLetterOrDigit(c)).findFirst()
                .orElseGet(() -> separator.chars().filter(GroupNames::canBeMark).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("'" + Printable.of(separator)
                                + "' cannot be told from the values that it separates")));
    }

    /** Escapes are made of what cannot. */
    private static boolean canBeMark(int c) {
        return c != ESCAPE && HEX.indexOf(c) < 0 && !Character.isSurrogate((char) c);
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

    /**
     * Brings a text back that was encoded for a place that a separator follows.
     *
     * @param code what {@link #encode(String, String)} returned
     * @throws IllegalArgumentException if it is no such code
     */
    public static String decode(String code, String separator) {
        String text = decoded(Objects.requireNonNull(code, "code"));
        if (!encode(text, separator).equals(code)) {
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
