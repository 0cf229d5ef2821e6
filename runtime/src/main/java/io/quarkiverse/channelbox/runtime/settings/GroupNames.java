package io.quarkiverse.channelbox.runtime.settings;

import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.InvalidGroupNameException;

/** The rules for group names, which are data that comes from clients. */
@Singleton
public class GroupNames {

    private static final int PRINTED = 80;

    private final int maxLength;
    private final Pattern pattern;

    public GroupNames(ValidatedConfig config) {
        this.maxLength = config.values().maxGroupNameLength();
        this.pattern = Pattern.compile(config.values().groupNamePattern());
    }

    /**
     * Returns the name if it is acceptable.
     *
     * @throws InvalidGroupNameException if not
     */
    public String check(String name) {
        if (name == null || name.isEmpty()) {
            throw new InvalidGroupNameException("The group name is empty");
        }
        // The code points are only counted where their number is in doubt: a name may be of any length.
        if (name.length() > 2L * maxLength
                || name.length() > maxLength && name.codePointCount(0, name.length()) > maxLength) {
            throw new InvalidGroupNameException("The group name is longer than " + maxLength
                    + " characters (quarkus.channel-box.max-group-name-length)");
        }
        if (!pattern.matcher(name).matches()) {
            throw new InvalidGroupNameException("The group name has characters that are not allowed"
                    + " (quarkus.channel-box.group-name-pattern): '" + printable(name) + "'");
        }
        return name;
    }

    /** Data from outside, made fit for a log or a message: escaped where it is not a plain visible character, and cut. */
    public static String printable(String data) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < data.length() && out.length() < PRINTED) {
            int c = data.codePointAt(i);
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                        Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    out.append(String.format("\\u{%x}", c));
                default -> out.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return i < data.length() ? out.append("...").toString() : out.toString();
    }
}
