package io.quarkiverse.channelbox.deployment;

import java.util.List;

import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkiverse.channelbox.runtime.settings.GroupKeys;
import io.quarkiverse.channelbox.runtime.settings.QuotedGroupKeys;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.RunTimeConfigBuilderBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;

/** Makes the templates known to the configuration, so that environment variables alone can set what holds for their groups. */
class TemplateKeysProcessor {

    /** An empty value is as good as none, but for the key. */
    @BuildStep
    void templateKeys(List<GroupEndpointBuildItem> endpoints, BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults) {
        endpoints.stream().flatMap(endpoint -> endpoint.groups().stream()).map(group -> group.template().value()).distinct()
                .forEach(template -> defaults
                        .produce(new RunTimeConfigurationDefaultBuildItem(GroupKeys.anyKey(template), "")));
    }

    @BuildStep
    RunTimeConfigBuilderBuildItem quotedKeys() {
        return new RunTimeConfigBuilderBuildItem(QuotedGroupKeys.class);
    }
}
