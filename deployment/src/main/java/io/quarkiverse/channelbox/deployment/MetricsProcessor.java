package io.quarkiverse.channelbox.deployment;

import java.util.Optional;

import io.quarkiverse.channelbox.runtime.metrics.MetricsRecorder;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.deployment.metrics.MetricsFactoryConsumerBuildItem;

/** Metrics of the engine, for applications that have a metrics extension. */
class MetricsProcessor {

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void metrics(MetricsRecorder recorder, Optional<MetricsCapabilityBuildItem> capability,
            BuildProducer<MetricsFactoryConsumerBuildItem> consumers) {
        if (capability.isPresent()) {
            consumers.produce(new MetricsFactoryConsumerBuildItem(recorder.engine(), ExecutionTime.RUNTIME_INIT));
        }
    }
}
