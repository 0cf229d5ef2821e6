package io.quarkiverse.channelbox.deployment;

import java.util.HashSet;
import java.util.Set;

/** Whether there is a text that fits two patterns, each of characters and of {@link #ANY}. */
final class Overlap {

    /** Stands for one character or more. Templates have no braces in their text. */
    static final String ANY = "{";

    private record Places(int one, int other) {
    }

    private final String one;
    private final String other;
    private final Set<Places> seen = new HashSet<>();

    Overlap(String one, String other) {
        this.one = one;
        this.other = other;
    }

    boolean exists() {
        return existsFrom(0, 0);
    }

    /** A text begins with a character that fits both; where it may be one of several the pattern stays where it is. */
    private boolean existsFrom(int i, int j) {
        if (i == one.length() || j == other.length()) {
            return i == one.length() && j == other.length();
        }
        if (!seen.add(new Places(i, j))) {
            return false;
        }
        boolean isAny = one.startsWith(ANY, i);
        boolean isOtherAny = other.startsWith(ANY, j);
        if (!isAny && !isOtherAny && one.charAt(i) != other.charAt(j)) {
            return false;
        }
        return existsFrom(i + 1, j + 1) || isAny && existsFrom(i, j + 1) || isOtherAny && existsFrom(i + 1, j);
    }
}
