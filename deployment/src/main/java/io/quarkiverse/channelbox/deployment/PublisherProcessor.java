package io.quarkiverse.channelbox.deployment;

import java.util.List;

import jakarta.enterprise.context.Dependent;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;
import io.quarkiverse.channelbox.deployment.items.WrongPublisherBuildItem;
import io.quarkus.arc.deployment.GeneratedBeanBuildItem;
import io.quarkus.arc.deployment.GeneratedBeanGizmo2Adaptor;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.gizmo2.Gizmo;

/** Generates the bean of each publisher. */
class PublisherProcessor {

    /** In the class loader of the interface, which need not be public. */
    @BuildStep
    void generatePublishers(List<PublisherBuildItem> publishers, CombinedIndexBuildItem combined,
            BuildProducer<GeneratedBeanBuildItem> beans) {
        PublisherGenerator generator = new PublisherGenerator(Gizmo.create(new GeneratedBeanGizmo2Adaptor(beans,
                name -> Endpoints.isOfApplication(name, PublisherGenerator.SUFFIX))),
                new PublisherAnnotations(combined.getIndex()));
        publishers.forEach(generator::generate);
    }

    /** They look it up. */
    @BuildStep
    void keepChannelBox(List<PublisherBuildItem> publishers, BuildProducer<UnremovableBeanBuildItem> kept) {
        if (!publishers.isEmpty()) {
            kept.produce(UnremovableBeanBuildItem.beanTypes(ChannelBox.class));
        }
    }

    /** The build fails in any case, but by what is wrong with them, and not since nothing can be injected. */
    @BuildStep
    void standIn(List<WrongPublisherBuildItem> wrong, BuildProducer<SyntheticBeanBuildItem> beans) {
        wrong.forEach(each -> beans.produce(SyntheticBeanBuildItem.configure(each.publisher().name()).scope(Dependent.class)
                .creator(creation -> creation.createMethod().returnNull()).done()));
    }
}
