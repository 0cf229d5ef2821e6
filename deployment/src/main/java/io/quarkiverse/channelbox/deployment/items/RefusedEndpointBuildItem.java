package io.quarkiverse.channelbox.deployment.items;

import org.jboss.jandex.ClassInfo;

import io.quarkus.builder.item.MultiBuildItem;

/**
 * An endpoint that WebSockets Next would refuse at once; it does not get to see it, so that everything that is wrong is found.
 */
public final class RefusedEndpointBuildItem extends MultiBuildItem {

    private final ClassInfo endpoint;

    public RefusedEndpointBuildItem(ClassInfo endpoint) {
        this.endpoint = endpoint;
    }

    public ClassInfo endpoint() {
        return endpoint;
    }
}
