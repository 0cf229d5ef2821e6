package io.quarkiverse.channelbox.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.benchmark.load.Options;

class TableTest {

    @Test
    void itIsMarkdown() {
        assertEquals("""

                ## CPU

                | Server | µs |
                | --- | --- |
                | one | 1.5 |
                """, print());
    }

    @Test
    void orAsciiDoc() {
        assertEquals("""

                .CPU
                [cols="3,1"]
                |===
                |Server |µs

                |one |1.5
                |===
                """, print("--format", "adoc"));
    }

    private static String print(String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Table table = new Table(new Options(options), "CPU", List.of("Server", "µs"));
        table.row(List.of("one", "1.5"));
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
