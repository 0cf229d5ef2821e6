package io.quarkiverse.channelbox.runtime.message;

import java.util.List;

import io.quarkiverse.channelbox.Printable;

/**
 * Whom a message is for.
 *
 * @param names the name of the group, the names of the groups, the name of the principal, or the id of the
 *        connection
 */
public record Target(Kind kind, List<String> names) {

    /** The kinds of targets; only what is sent to a single group is numbered and can be stored. */
    public enum Kind {
        GROUP,
        UNION,
        USER,
        CONNECTION
    }

    public String name() {
        return names.get(0);
    }

    /** For messages and logs. */
    @Override
    public String toString() {
        List<String> printable = names.stream().map(Printable::of).toList();
        return switch (kind) {
            case GROUP -> "group '" + printable.get(0) + "'";
            case UNION -> "groups " + printable;
            case USER -> "user '" + printable.get(0) + "'";
            case CONNECTION -> "connection '" + printable.get(0) + "'";
        };
    }
}
