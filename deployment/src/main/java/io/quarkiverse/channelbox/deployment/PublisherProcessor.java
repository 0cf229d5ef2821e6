package io.quarkiverse.channelbox.deployment;

import java.util.List;

import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;
import io.quarkus.arc.deployment.GeneratedBeanBuildItem;
import io.quarkus.arc.deployment.GeneratedBeanGizmo2Adaptor;
import io.quarkus.bootstrap.classloading.QuarkusClassLoader;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.gizmo2.Gizmo;

/** Generates the bean of each publisher. */
class PublisherProcessor {

    /** In the class loader of the interface, which need not be public. */
    @BuildStep
    void generatePublishers(List<PublisherBuildItem> publishers, BuildProducer<GeneratedBeanBuildItem> beans) {
        PublisherGenerator generator = new PublisherGenerator(Gizmo.create(new GeneratedBeanGizmo2Adaptor(beans,
                name -> QuarkusClassLoader.isApplicationClass(name.replace('/', '.').replace(PublisherGenerator.SUFFIX, "")))));
        publishers.forEach(generator::generate);
    }
}
