package io.quarkiverse.channelbox.deployment.items;

import io.quarkus.builder.item.MultiBuildItem;

/**
 * Something is wrong with an annotation of the extension, or an injected {@code Group}; the build goes on, to find everything
 * that is, and then fails.
 */
public final class GroupProblemBuildItem extends MultiBuildItem {

    private final String message;

    /** @param message names the class, the annotation with its value, what is wrong and the cure */
    public GroupProblemBuildItem(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }
}
