package io.quarkiverse.channelbox.deployment.devui;

import java.util.List;
import java.util.Optional;

import io.quarkiverse.channelbox.deployment.contract.IsServed;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig;
import io.quarkiverse.channelbox.runtime.devui.ChannelBoxJsonRPCService;
import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;
import io.quarkus.vertx.http.deployment.NonApplicationRootPathBuildItem;

/** The card of the Dev UI, its pages, and who answers them. */
class DevUiProcessor {

    @BuildStep(onlyIf = IsLocalDevelopment.class)
    CardPageBuildItem card(Optional<ContractBuildItem> contract, List<PublisherBuildItem> publishers,
            ChannelBoxBuildTimeConfig config, LaunchModeBuildItem launchMode, NonApplicationRootPathBuildItem root) {
        CardPageBuildItem card = new CardPageBuildItem();
        card.addPage(Page.webComponentPageBuilder().title("Groups").icon("font-awesome-solid:users")
                .componentLink("qwc-channel-box-groups.js").streamingLabelJsonRPCMethodName("counts"));
        FoundAtBuild found = FoundAtBuild.of(contract, publishers);
        card.addBuildTimeData("endpoints", found.endpoints());
        card.addBuildTimeData("templates", found.templates());
        card.addBuildTimeData("publishers", found.publishers());
        card.addPage(Page.webComponentPageBuilder().title("Endpoints").icon("font-awesome-solid:plug")
                .componentLink("qwc-channel-box-endpoints.js").staticLabel(String.valueOf(found.endpoints().size())));
        if (contract.isPresent() && new IsServed(config, launchMode.getLaunchMode()).getAsBoolean()) {
            String path = root.resolvePath(config.asyncapi().path() + ".yaml");
            card.addPage(Page.externalPageBuilder("AsyncAPI").icon("font-awesome-solid:file-code").url(path, path)
                    .isYamlContent());
        }
        return card;
    }

    @BuildStep(onlyIf = IsLocalDevelopment.class)
    JsonRPCProvidersBuildItem service() {
        return new JsonRPCProvidersBuildItem(ChannelBoxJsonRPCService.class);
    }
}
