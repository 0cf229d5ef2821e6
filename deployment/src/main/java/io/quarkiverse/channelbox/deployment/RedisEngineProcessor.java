package io.quarkiverse.channelbox.deployment;

import java.util.stream.Stream;

import io.quarkiverse.channelbox.runtime.engine.redis.Script;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.logging.LogCleanupFilterBuildItem;

/** The engine of many nodes, for applications that have the Redis client; no type of that client is named here. */
class RedisEngineProcessor {

    private static final String PACKAGE = "io.quarkiverse.channelbox.runtime.engine.redis.";

    @BuildStep
    void redisEngine(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans,
            BuildProducer<NativeImageResourceBuildItem> resources) {
        if (capabilities.isPresent(Capability.REDIS_CLIENT)) {
            beans.produce(AdditionalBeanBuildItem.builder()
                    .addBeanClasses(PACKAGE + "RedisEngineFactory", PACKAGE + "RedisClientOptions").setUnremovable().build());
            resources.produce(new NativeImageResourceBuildItem(
                    Stream.of(Script.values()).map(Script::resource).toArray(String[]::new)));
        }
    }

    /**
     * Meters belong to connections, so that each connection that is made anew is told of as if its meters were a mistake. Only
     * those of the engine's own clients are meant.
     */
    @BuildStep
    LogCleanupFilterBuildItem metersOfConnectionsMadeAnew() {
        return new LogCleanupFilterBuildItem("io.micrometer.core.instrument.MeterRegistry",
                "This Gauge has been already registered (MeterId{name='redis.queue.size', tags=[tag(clientName=channel-box ");
    }
}
