package io.quarkiverse.channelbox.deployment.items;

import org.jboss.jandex.ClassInfo;

import io.quarkus.builder.item.MultiBuildItem;

/**
 * What is annotated with {@code @GroupPublisher} and cannot be generated; the build goes on, to find everything that is wrong.
 */
public final class WrongPublisherBuildItem extends MultiBuildItem {

    private final ClassInfo publisher;

    public WrongPublisherBuildItem(ClassInfo publisher) {
        this.publisher = publisher;
    }

    public ClassInfo publisher() {
        return publisher;
    }
}
