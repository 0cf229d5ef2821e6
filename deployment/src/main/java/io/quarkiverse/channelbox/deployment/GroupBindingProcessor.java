package io.quarkiverse.channelbox.deployment;

import java.util.List;

import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkus.arc.deployment.GeneratedBeanBuildItem;
import io.quarkus.arc.deployment.GeneratedBeanGizmo2Adaptor;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.gizmo2.Gizmo;

/** Generates the bean of each endpoint that computes the names of its groups. */
class GroupBindingProcessor {

    @BuildStep
    void generateBindings(List<GroupEndpointBuildItem> endpoints, BuildProducer<GeneratedBeanBuildItem> beans) {
        GroupBindingGenerator generator = new GroupBindingGenerator(Gizmo.create(new GeneratedBeanGizmo2Adaptor(beans)));
        endpoints.forEach(generator::generate);
    }
}
