package io.quarkiverse.channelbox.runtime.metrics;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What clients were refused, by the status that they were told. */
@Singleton
public class RefusalCounters {

    /** Those of the extension; an application's own are added when they come. */
    private static final List<Integer> STATUSES = List.of(400, 401, 403, 404, 405, 413, 426, 429, 500, 503);

    private final MeterRegistry registry;
    private final ConcurrentMap<Integer, Counter> byStatus = new ConcurrentHashMap<>();

    public RefusalCounters(MeterRegistry registry) {
        this.registry = registry;
        // A series that begins with its first event hides it from queries for an increase.
        STATUSES.forEach(status -> byStatus.put(status, register(status)));
    }

    /** @param status as in HTTP, 400 to 599, so that there are few */
    void increment(int status) {
        byStatus.computeIfAbsent(status, this::register).increment();
    }

    private Counter register(int status) {
        return Counter.builder("channelbox.refusals").description("Upgrades and commands of clients that were refused")
                .tag("status", Integer.toString(status)).register(registry);
    }
}
