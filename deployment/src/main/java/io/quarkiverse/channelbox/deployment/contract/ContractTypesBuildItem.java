package io.quarkiverse.channelbox.deployment.contract;

import java.util.Map;

import org.jboss.jandex.DotName;

import io.quarkus.builder.item.SimpleBuildItem;

/**
 * The types of the contract, and what else both documents are made from; it is there if there are any, and a document is
 * wanted.
 */
final class ContractTypesBuildItem extends SimpleBuildItem {

    private final ContractTypes types;
    private final Map<DotName, String> names;
    private final Javadocs javadocs;

    ContractTypesBuildItem(ContractTypes types, Map<DotName, String> names, Javadocs javadocs) {
        this.types = types;
        this.names = names;
        this.javadocs = javadocs;
    }

    ContractTypes types() {
        return types;
    }

    /** What the types of endpoints are called in TypeScript, by the class of the endpoint. */
    Map<DotName, String> names() {
        return names;
    }

    Javadocs javadocs() {
        return javadocs;
    }
}
