package io.quarkiverse.channelbox.runtime.settings;

import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.InvalidGroupNameException;
import io.quarkiverse.channelbox.Printable;

/** The rules for group names, which are data that comes from clients. */
@Singleton
public class GroupNameRules {

    private final int maxLength;
    private final Pattern pattern;

    public GroupNameRules(ValidatedConfig config) {
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
                    + " (quarkus.channel-box.group-name-pattern): '" + Printable.of(name) + "'");
        }
        return name;
    }
}
