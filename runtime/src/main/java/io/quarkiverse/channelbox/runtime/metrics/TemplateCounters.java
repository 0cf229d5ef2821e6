package io.quarkiverse.channelbox.runtime.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.metrics.LaneCounters.Kind;

/** The counters of the groups of one template. */
final class TemplateCounters {

    private final ConcurrentMap<Object, LaneCounters> byLane = new ConcurrentHashMap<>();
    private final Counter joins;
    private final Map<LeaveReason, Counter> leaves = new EnumMap<>(LeaveReason.class);

    TemplateCounters(String template, MeterRegistry registry) {
        register(registry, template, Kind.MESSAGES, "channelbox.deliveries", null,
                "Messages, each as often as there were members on this node that it was written to");
        register(registry, template, Kind.BYTES, "channelbox.delivered.bytes", "bytes",
                "Bytes of the frames of messages that were written to members on this node");
        register(registry, template, Kind.GAPS, "channelbox.gaps", null,
                "How often a client was told that messages are missing");
        register(registry, template, Kind.DROPPED, "channelbox.dropped", null,
                "Messages that were left out, each as often as there were members that did not get it");
        joins = Counter.builder("channelbox.joins").description("Channels that began").tag("template", template)
                .register(registry);
        for (LeaveReason reason : LeaveReason.values()) {
            leaves.put(reason, Counter.builder("channelbox.leaves").description("Channels that ended")
                    .tag("template", template).tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry));
        }
    }

    private void register(MeterRegistry registry, String template, Kind kind, String name, String unit, String description) {
        FunctionCounter.builder(name, this, counters -> counters.sum(kind)).tag("template", template).baseUnit(unit)
                .description(description).register(registry);
    }

    private long sum(Kind kind) {
        return byLane.values().stream().mapToLong(counters -> counters.get(kind)).sum();
    }

    LaneCounters of(Object lane) {
        return byLane.computeIfAbsent(lane, key -> new LaneCounters());
    }

    void joined() {
        joins.increment();
    }

    void left(LeaveReason reason) {
        leaves.get(reason).increment();
    }
}
