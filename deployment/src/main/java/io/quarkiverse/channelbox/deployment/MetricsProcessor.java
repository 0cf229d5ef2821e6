package io.quarkiverse.channelbox.deployment;

import java.util.Optional;

import io.quarkiverse.channelbox.runtime.metrics.MetricsRecorder;
import io.quarkiverse.channelbox.runtime.observe.NoCounts;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.deployment.metrics.MetricsFactoryConsumerBuildItem;
import io.quarkus.runtime.metrics.MetricsFactory;

/** Metrics, for applications that have a metrics extension. */
class MetricsProcessor {

    private static final String PACKAGE = "io.quarkiverse.channelbox.runtime.metrics.";

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void metrics(MetricsRecorder recorder, Optional<MetricsCapabilityBuildItem> capability,
            BuildProducer<MetricsFactoryConsumerBuildItem> consumers) {
        if (capability.isPresent()) {
            consumers.produce(new MetricsFactoryConsumerBuildItem(recorder.engine(), ExecutionTime.RUNTIME_INIT));
        }
    }

    /** Their classes cannot be loaded without Micrometer. */
    @BuildStep
    void counts(Optional<MetricsCapabilityBuildItem> capability, BuildProducer<AdditionalBeanBuildItem> beans) {
        beans.produce(new AdditionalBeanBuildItem(NoCounts.class));
        if (capability.isPresent() && capability.get().metricsSupported(MetricsFactory.MICROMETER)) {
            beans.produce(AdditionalBeanBuildItem.builder().setUnremovable().addBeanClasses(PACKAGE + "MicrometerCounts",
                    PACKAGE + "RefusalCounters", PACKAGE + "SendMeters", PACKAGE + "CommandMeters", PACKAGE + "NodeGauges")
                    .build());
        }
    }
}
