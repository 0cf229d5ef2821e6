package io.quarkiverse.channelbox.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured in several rounds, as a table of medians, with the least and the most behind them. */
final class Rounds {

    private final Map<String, Map<String, List<Double>>> byFigure = new LinkedHashMap<>();
    private final Map<String, String> limits = new LinkedHashMap<>();
    private final List<String> columns = new ArrayList<>();

    void add(String column, String figure, double value) {
        if (!columns.contains(column)) {
            columns.add(column);
        }
        byFigure.computeIfAbsent(figure, f -> new LinkedHashMap<>()).computeIfAbsent(column, c -> new ArrayList<>())
                .add(value);
        System.err.printf(Locale.ROOT, "  %s, %s: %s%n", column, figure, text(value));
    }

    /** What a figure should be, for the table only. */
    void limit(String figure, String limit) {
        limits.put(figure, limit);
    }

    void print(PrintStream out, String title) {
        out.printf("%n## %s%n%n|  |", title);
        columns.forEach(column -> out.printf(" %s |", column));
        out.printf(" it should be |%n| --- |%s%n", " --- |".repeat(columns.size() + 1));
        byFigure.forEach((figure, values) -> {
            out.printf("| %s |", figure);
            columns.forEach(column -> out.printf(" %s |", cell(values.getOrDefault(column, List.of()))));
            out.printf(" %s |%n", limits.getOrDefault(figure, ""));
        });
    }

    private static String cell(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return "–";
        }
        String median = text(sorted.get((sorted.size() - 1) / 2));
        return sorted.size() == 1 ? median
                : median + " (" + text(sorted.get(0)) + " – " + text(sorted.get(sorted.size() - 1)) + ")";
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) || Math.abs(value) >= 1000 ? "%,.0f" : "%,.2f", value);
    }
}
