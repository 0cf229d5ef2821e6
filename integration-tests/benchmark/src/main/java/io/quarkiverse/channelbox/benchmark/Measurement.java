package io.quarkiverse.channelbox.benchmark;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the load client saw, by its keys; or why there is nothing. */
record Measurement(Map<String, Double> values, String failure) {

    static Measurement parse(String line) {
        return new Measurement(Stream.of(line.trim().split(" ")).map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Double.parseDouble(pair[1]))), null);
    }

    static Measurement failed(String why) {
        return new Measurement(Map.of(), why);
    }

    /** Server CPU for each delivered message, in microseconds. */
    double micros() {
        return get("micros");
    }

    double get(String key) {
        return values.getOrDefault(key, Double.NaN);
    }

    /** The one in the middle of several runs, by CPU. */
    static Measurement median(List<Measurement> runs) {
        List<Measurement> good = runs.stream().filter(run -> run.failure() == null)
                .sorted(Comparator.comparingDouble(Measurement::micros)).toList();
        return good.isEmpty() ? runs.get(0) : good.get((good.size() - 1) / 2);
    }
}
