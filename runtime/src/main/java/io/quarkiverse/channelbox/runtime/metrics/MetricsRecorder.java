package io.quarkiverse.channelbox.runtime.metrics;

import java.util.function.Consumer;
import java.util.function.ToLongFunction;

import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.runtime.metrics.MetricsFactory;

/** What the metrics extension of the application, if it has one, is told of the engine. */
@Recorder
public class MetricsRecorder {

    public Consumer<MetricsFactory> engine() {
        return metrics -> {
            metrics.builder("channelbox.engine.up")
                    .description("1 while what spans the nodes can be used, else 0; with the local engine always 1")
                    .buildGauge(() -> of(engine -> engine.trouble().isEmpty() ? 1 : 0, 1));
            metrics.builder("channelbox.engine.degraded")
                    .description("1 while Redis is there and refuses to be written to, so that what is stored fails, else 0")
                    .buildGauge(() -> of(engine -> engine.writesRefused().isPresent() ? 1 : 0, 0));
            metrics.builder("channelbox.engine.pending")
                    .description("Messages that wait for Redis or for its reply")
                    .buildGauge(() -> of(RemoteEngine::pending, 0));
            metrics.builder("channelbox.engine.losses")
                    .description("How often the connection to Redis was lost")
                    .buildCounter(() -> of(RemoteEngine::losses, 0));
            metrics.builder("channelbox.engine.failures")
                    .description("Sends that failed because Redis was away, too slow, or refused")
                    .buildCounter(() -> of(RemoteEngine::failures, 0));
        };
    }

    /** The engine is asked for when somebody reads a metric, which is after the start. */
    private static Number of(ToLongFunction<RemoteEngine> value, long local) {
        Engine engine = Arc.container().instance(Engine.class).get();
        return engine instanceof RemoteEngine remote ? value.applyAsLong(remote) : local;
    }
}
