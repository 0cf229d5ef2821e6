package io.quarkiverse.channelbox.runtime.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that was probably meant. */
final class NearestName {

    private NearestName() {
    }

    /** Empty if none has half of it in common. */
    static Optional<String> of(String name, Collection<String> names) {
        return names.stream().filter(other -> 2 * distance(name, other) <= Math.max(name.length(), other.length()))
                .min(Comparator.comparingInt(other -> distance(name, other)));
    }

    /** How many characters have to be put in, taken out or replaced (Levenshtein). */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
