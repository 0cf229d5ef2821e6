package io.quarkiverse.channelbox.runtime.metrics;

import java.util.function.ToLongFunction;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.memory.LocalEngine;
import io.quarkiverse.channelbox.runtime.inbound.NodeInbound;
import io.quarkiverse.channelbox.runtime.lane.Backlog;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.metrics.NodeState.Walk;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkus.runtime.StartupEvent;

/** Gauges of what is on this node. */
@Singleton
public class NodeGauges {

    private final MeterRegistry registry;
    private final GroupSettingsResolver settings;
    private final Backlog backlog;
    private final NodeInbound inbound;
    /** {@code null} if there is another one. */
    private final LocalEngine local;
    private final NodeState state;

    public NodeGauges(MeterRegistry registry, GroupSettingsResolver settings, Groups groups, Backlog backlog,
            NodeInbound inbound, Engine engine) {
        this.registry = registry;
        this.settings = settings;
        this.backlog = backlog;
        this.inbound = inbound;
        this.local = engine instanceof LocalEngine localEngine ? localEngine : null;
        this.state = new NodeState(groups, local);
    }

    void start(@Observes StartupEvent event) {
        for (String template : settings.templates()) {
            Tags tags = Tags.of("template", template);
            gauge("channelbox.groups", tags, null, "Groups with a channel on this node", walk -> walk.of(template).groups());
            gauge("channelbox.channels", tags, null, "Channels on this node: memberships of its connections",
                    walk -> walk.of(template).channels());
        }
        String connections = "Connections of this node that are in a group or speak the subprotocol";
        gauge("channelbox.connections", Tags.of("protocol", "plain"), null, connections, Walk::plain);
        gauge("channelbox.connections", Tags.of("protocol", "v1"), null, connections, Walk::v1);
        gauge("channelbox.buffered.bytes", Tags.empty(), "bytes", "Bytes that wait for sockets to take them",
                Walk::bufferedBytes);
        Gauge.builder("channelbox.pending.bytes", backlog, Backlog::bytes).baseUnit("bytes")
                .description("Bytes that wait on this node to be written").register(registry);
        Gauge.builder("channelbox.unhandled.bytes", inbound, NodeInbound::bytes).baseUnit("bytes")
                .description("Bytes of clients that wait on this node to be handled").register(registry);
        if (local != null) {
            gauge("channelbox.history.messages", Tags.empty(), null, "Messages that are stored in memory",
                    walk -> walk.stored().messages());
            gauge("channelbox.history.bytes", Tags.empty(), "bytes", "Bytes of the payloads that are stored in memory",
                    walk -> walk.stored().bytes());
            Gauge.builder("channelbox.history.heap.bytes", local, LocalEngine::heapBytes).baseUnit("bytes")
                    .description("Bytes of heap that what is stored in memory takes, about; max-history-bytes bounds them")
                    .register(registry);
            FunctionCounter.builder("channelbox.history.evicted", local, LocalEngine::evicted)
                    .description("Messages that were removed since all groups together had reached a bound")
                    .register(registry);
        }
    }

    private void gauge(String name, Tags tags, String unit, String description, ToLongFunction<Walk> value) {
        String key = name + tags;
        Gauge.builder(name, state, nodeState -> value.applyAsLong(nodeState.forGauge(key))).tags(tags).baseUnit(unit)
                .description(description).register(registry);
    }
}
