package io.quarkiverse.channelbox.runtime.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.quarkiverse.channelbox.runtime.engine.memory.LocalEngine;
import io.quarkiverse.channelbox.runtime.lane.GroupMembers;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.snapshot.ConnectionTotals;

/**
 * What is on this node now, found in one walk over its groups and connections for all gauges that are read together. Each of
 * them is read once then: the second time means that somebody reads them all anew. Thread-safe.
 */
final class NodeState {

    /** Where only some are read, they are not older. */
    private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** @param byTemplate of groups that have members; what is not in it is not there */
    record Walk(Map<String, OfTemplate> byTemplate, int plain, int v1, long bufferedBytes, LocalEngine.Stored stored) {

        OfTemplate of(String template) {
            return byTemplate.getOrDefault(template, new OfTemplate());
        }
    }

    static final class OfTemplate {
        private int groups;
        private int channels;

        int groups() {
            return groups;
        }

        int channels() {
            return channels;
        }
    }

    private final Groups groups;
    /** {@code null} if another engine is in use. */
    private final LocalEngine local;
    private final Set<String> read = new HashSet<>();
    private Walk last;
    private long madeAt;

    NodeState(Groups groups, LocalEngine local) {
        this.groups = groups;
        this.local = local;
    }

    /** @param gauge which one is read */
    synchronized Walk forGauge(String gauge) {
        if (last == null || !read.add(gauge) || System.nanoTime() - madeAt > MAX_AGE_NANOS) {
            last = walk();
            madeAt = System.nanoTime();
            read.clear();
            read.add(gauge);
        }
        return last;
    }

    private Walk walk() {
        Map<String, OfTemplate> byTemplate = new HashMap<>();
        for (GroupMembers group : groups.all()) {
            int size = group.size();
            if (size > 0) {
                OfTemplate its = byTemplate.computeIfAbsent(group.settings().template(), template -> new OfTemplate());
                its.groups++;
                its.channels += size;
            }
        }
        ConnectionTotals connections = new ConnectionTotals();
        groups.connections().forEach(connections::add);
        return new Walk(byTemplate, connections.plain(), connections.protocol(), connections.bufferedBytes(),
                local == null ? null : local.stored());
    }
}
