package io.quarkiverse.channelbox.deployment;

import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;

/** Spans, for applications that have OpenTelemetry and trace with it; no type of it is named here. */
class TracingProcessor {

    private static final String PACKAGE = "io.quarkiverse.channelbox.runtime.tracing.";

    @BuildStep
    void tracing(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.OPENTELEMETRY_TRACER)) {
            beans.produce(AdditionalBeanBuildItem.builder().addBeanClasses(PACKAGE + "Tracing", PACKAGE + "TracedSends",
                    PACKAGE + "TracedCommands", PACKAGE + "UpgradeSpans").setUnremovable().build());
        }
    }
}
