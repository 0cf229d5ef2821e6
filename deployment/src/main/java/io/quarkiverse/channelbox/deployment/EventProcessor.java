package io.quarkiverse.channelbox.deployment;

import java.util.List;

import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.GeneratedBeanBuildItem;
import io.quarkus.arc.deployment.GeneratedBeanGizmo2Adaptor;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.execannotations.ExecutionModelAnnotationsAllowedBuildItem;
import io.quarkus.gizmo2.Gizmo;

/** Generates the bean of each endpoint that calls its methods for events, and what they need. */
class EventProcessor {

    private static final String VIOLATIONS = "io.quarkiverse.channelbox.runtime.command.ConstraintViolations";

    /** In the class loader of the endpoint, whose methods need not be public. */
    @BuildStep
    void generateEvents(List<EventEndpointBuildItem> endpoints, BuildProducer<GeneratedBeanBuildItem> beans) {
        EventGenerator generator = new EventGenerator(Gizmo.create(new GeneratedBeanGizmo2Adaptor(beans,
                name -> Endpoints.isOfApplication(name, EventGenerator.SUFFIX))));
        endpoints.forEach(generator::generate);
    }

    @BuildStep
    ExecutionModelAnnotationsAllowedBuildItem executionModels() {
        return new ExecutionModelAnnotationsAllowedBuildItem(method -> method.hasDeclaredAnnotation(OnEvent.class));
    }

    /** For applications that have bean validation; no type of it is named here. */
    @BuildStep
    void violations(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.HIBERNATE_VALIDATOR)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(VIOLATIONS));
        }
    }
}
