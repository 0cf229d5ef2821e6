package io.quarkiverse.channelbox.deployment.items;

import io.quarkus.builder.item.MultiBuildItem;

/** Something is wrong with annotations that shows before the beans are known; it becomes a {@link GroupProblemBuildItem}. */
public final class ScanProblemBuildItem extends MultiBuildItem {

    private final String message;

    /** @param message names the class, the annotation with its value, what is wrong and the cure */
    public ScanProblemBuildItem(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }
}
