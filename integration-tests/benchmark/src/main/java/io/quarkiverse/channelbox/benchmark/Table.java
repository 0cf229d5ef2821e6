package io.quarkiverse.channelbox.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.benchmark.load.Options;

/** A table, as Markdown or, with {@code format=adoc}, as AsciiDoc, which the documentation has. */
final class Table {

    private final boolean isAsciiDoc;
    private final String title;
    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param header the first of it is about the rows */
    Table(Options options, String title, List<String> header) {
        this.isAsciiDoc = options.text("format", "md").equals("adoc");
        this.title = title;
        this.header = header;
    }

    void row(List<String> cells) {
        rows.add(cells);
    }

    void print(PrintStream out) {
        if (isAsciiDoc) {
            out.printf("%n.%s%n[cols=\"3%s\"]%n|===%n%s%n%n", title, ",1".repeat(header.size() - 1), asciiDoc(header));
            rows.forEach(row -> out.println(asciiDoc(row)));
            out.println("|===");
        } else {
            out.printf("%n## %s%n%n%s%n|%s%n", title, markdown(header), " --- |".repeat(header.size()));
            rows.forEach(row -> out.println(markdown(row)));
        }
    }

    private static String asciiDoc(List<String> cells) {
        return "|" + String.join(" |", cells);
    }

    private static String markdown(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
