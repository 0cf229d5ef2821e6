package io.quarkiverse.channelbox.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How long after they passed their bound the members that never read were cut off.
 *
 * @param seconds one for each of them
 */
record CutOffs(Collection<Double> seconds) {

    private static final String BOUND_PASSED = "slow-consumer ";

    /**
     * @param client what it saw of the cut-offs
     * @param server what it printed when a bound was passed
     */
    static CutOffs of(Measurement client, List<String> server) {
        NavigableSet<Double> bounds = server.stream().filter(line -> line.startsWith(BOUND_PASSED))
                .map(line -> Double.valueOf(line.substring(BOUND_PASSED.length())))
                .collect(Collectors.toCollection(TreeSet::new));
        // The next one begins after the last one has ended: the bound that was passed last before an end is its own.
        return new CutOffs(client.values().entrySet().stream().filter(value -> value.getKey().startsWith("cutOff"))
                .map(Map.Entry::getValue).filter(end -> bounds.floor(end) != null)
                .map(end -> (end - bounds.floor(end)) / 1000).toList());
    }

    OptionalDouble longest() {
        return seconds.stream().mapToDouble(Double::doubleValue).max();
    }
}
