package io.quarkiverse.channelbox.soak;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has happened, and what should not have. */
final class Census {

    private static final int PRINTED = 20;

    private final Map<String, Integer> counts = new TreeMap<>();
    private int violations;

    void count(String what) {
        add(what, 1);
    }

    void add(String what, long number) {
        counts.merge(what, (int) number, Integer::sum);
    }

    int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    void violated(String how) {
        violations++;
        if (violations <= PRINTED) {
            System.out.println("Soak: VIOLATION at " + LocalTime.now() + ": " + how);
        }
    }

    int violations() {
        return violations;
    }

    /** A line for each kind, the part of the names before the first space. */
    @Override
    public String toString() {
        Map<String, List<String>> lines = new TreeMap<>();
        counts.forEach((what, number) -> {
            int space = what.indexOf(' ');
            lines.computeIfAbsent(what.substring(0, space), kind -> new ArrayList<>())
                    .add(what.substring(space + 1) + "=" + number);
        });
        StringBuilder all = new StringBuilder();
        lines.forEach(
                (kind, each) -> all.append("Soak: ").append(kind).append(' ').append(String.join(", ", each)).append('\n'));
        return all.append("Soak: ").append(violations).append(" violations").toString();
    }
}
