package io.quarkiverse.channelbox.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What one figure was in several rounds: the one in the middle, the least and the most. */
record Spread(double median, double least, double most, int rounds) {

    /** @param values at least one */
    static Spread of(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
    }

    /** @param format of each of the three */
    String text(String format) {
        String middle = String.format(Locale.ROOT, format, median);
        return rounds == 1 ? middle : String.format(Locale.ROOT, "%s (" + format + "–" + format + ")", middle, least, most);
    }
}
