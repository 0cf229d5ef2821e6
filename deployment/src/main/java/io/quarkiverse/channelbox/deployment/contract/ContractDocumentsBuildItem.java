package io.quarkiverse.channelbox.deployment.contract;

import java.util.Optional;

import io.quarkus.builder.item.SimpleBuildItem;

/** The contract in writing; of the AsyncAPI document and the types for TypeScript either may be unwanted. */
final class ContractDocumentsBuildItem extends SimpleBuildItem {

    /**
     * The AsyncAPI document.
     *
     * @param yaml absent if it is not served
     */
    record AsyncApi(byte[] json, Optional<byte[]> yaml) {
    }

    private final Optional<AsyncApi> asyncApi;
    private final Optional<String> typeScript;

    ContractDocumentsBuildItem(Optional<AsyncApi> asyncApi, Optional<String> typeScript) {
        this.asyncApi = asyncApi;
        this.typeScript = typeScript;
    }

    Optional<AsyncApi> asyncApi() {
        return asyncApi;
    }

    Optional<String> typeScript() {
        return typeScript;
    }
}
