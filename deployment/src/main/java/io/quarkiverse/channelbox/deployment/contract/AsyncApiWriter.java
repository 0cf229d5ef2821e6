package io.quarkiverse.channelbox.deployment.contract;

import java.io.UncheckedIOException;
import java.util.Optional;

import com.asyncapi.v3._0_0.model.AsyncAPI;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.quarkiverse.channelbox.deployment.contract.ContractDocumentsBuildItem.AsyncApi;

/** Writes an AsyncAPI document as JSON and as YAML. */
final class AsyncApiWriter {

    private static final JsonInclude.Value NON_NULL = JsonInclude.Value.construct(JsonInclude.Include.NON_NULL,
            JsonInclude.Include.ALWAYS);

    private AsyncApiWriter() {
    }

    static AsyncApi write(AsyncAPI document, boolean alsoAsYaml) {
        JsonMapper json = JsonMapper.builder().defaultPropertyInclusion(NON_NULL).build();
        try {
            return new AsyncApi(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(document),
                    alsoAsYaml ? Optional.of(yaml(json.valueToTree(document))) : Optional.empty());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] yaml(JsonNode tree) throws JsonProcessingException {
        return YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES).build().writeValueAsBytes(tree);
    }
}
