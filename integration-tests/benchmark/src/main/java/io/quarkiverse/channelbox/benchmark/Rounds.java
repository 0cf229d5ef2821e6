package io.quarkiverse.channelbox.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.quarkiverse.channelbox.benchmark.load.Options;

/** What was measured in several rounds, as a table of medians, with the least and the most behind them. */
final class Rounds {

    /** Of bytes: what figures are in that are called MB. */
    static final double MEGABYTE = 1024 * 1024;

    private final Map<String, Map<String, List<Double>>> byFigure = new LinkedHashMap<>();
    private final Map<String, String> limits = new LinkedHashMap<>();
    private final List<String> subjects = new ArrayList<>();

    void add(String subject, String figure, double value) {
        if (!subjects.contains(subject)) {
            subjects.add(subject);
        }
        byFigure.computeIfAbsent(figure, f -> new LinkedHashMap<>()).computeIfAbsent(subject, c -> new ArrayList<>())
                .add(value);
        System.err.printf(Locale.ROOT, "  %s, %s: %s%n", subject, figure, Spread.of(List.of(value)).text(format(value)));
    }

    /** What a figure should be, for the table only. */
    void limit(String figure, String limit) {
        limits.put(figure, limit);
    }

    /** A row for each figure: for a few subjects. */
    void print(Options options, PrintStream out, String title) {
        Table table = new Table(options, title, flat(Stream.of(""), subjects.stream(), Stream.of("it should be")));
        for (String figure : byFigure.keySet()) {
            table.row(flat(Stream.of(figure), subjects.stream().map(subject -> cell(figure, subject)),
                    Stream.of(limits.getOrDefault(figure, ""))));
        }
        table.print(out);
    }

    /** A row for each subject: for many of them. */
    void printBySubject(Options options, PrintStream out, String title) {
        Table table = new Table(options, title, flat(Stream.of("Server"), byFigure.keySet().stream(), Stream.of()));
        for (String subject : subjects) {
            table.row(flat(Stream.of(subject), byFigure.keySet().stream().map(figure -> cell(figure, subject)),
                    Stream.of()));
        }
        if (!limits.isEmpty()) {
            table.row(flat(Stream.of("it should be"),
                    byFigure.keySet().stream().map(figure -> limits.getOrDefault(figure, "")), Stream.of()));
        }
        table.print(out);
    }

    /** What was measured of a figure, in the order of the rounds. */
    List<Double> values(String figure, String subject) {
        return byFigure.getOrDefault(figure, Map.of()).getOrDefault(subject, List.of());
    }

    /** Of a figure of one subject to that of another one, in each round. */
    String ratio(String figure, String subject, String reference) {
        List<Double> measured = values(figure, subject);
        List<Double> references = values(figure, reference);
        return Spread.of(IntStream.range(0, measured.size()).mapToObj(i -> measured.get(i) / references.get(i)).toList())
                .text("%.2f");
    }

    private String cell(String figure, String subject) {
        List<Double> values = values(figure, subject);
        if (values.isEmpty()) {
            return "–";
        }
        Spread spread = Spread.of(values);
        return spread.text(format(spread.median()));
    }

    private static List<String> flat(Stream<String> first, Stream<String> middle, Stream<String> last) {
        return Stream.of(first, middle, last).flatMap(part -> part).toList();
    }

    private static String format(double value) {
        return value == Math.rint(value) || Math.abs(value) >= 100 ? "%,.0f" : "%,.2f";
    }
}
