package io.quarkiverse.channelbox.deployment.items;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.quarkus.builder.item.SimpleBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;

/** The types of what becomes JSON and what is made of JSON, and the places where the build cannot tell them. */
public final class PayloadTypesBuildItem extends SimpleBuildItem {

    private final List<ReflectiveHierarchyBuildItem> known;
    private final Set<String> unknown;

    /** @param unknown for people: class, method and line */
    public PayloadTypesBuildItem(Collection<ReflectiveHierarchyBuildItem> known, Set<String> unknown) {
        this.known = List.copyOf(known);
        this.unknown = unknown;
    }

    public List<ReflectiveHierarchyBuildItem> known() {
        return known;
    }

    /** Sorted. */
    public Set<String> unknown() {
        return unknown;
    }
}
