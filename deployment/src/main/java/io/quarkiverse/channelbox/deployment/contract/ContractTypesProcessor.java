package io.quarkiverse.channelbox.deployment.contract;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.DotName;

import io.quarkiverse.channelbox.deployment.items.ContractBuildItem;
import io.quarkiverse.channelbox.deployment.items.EventEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.GroupEndpointBuildItem;
import io.quarkiverse.channelbox.deployment.items.PublisherBuildItem;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig;
import io.quarkus.bootstrap.workspace.SourceDir;
import io.quarkus.bootstrap.workspace.WorkspaceModule;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.deployment.pkg.builditem.OutputTargetBuildItem;

/**
 * Looks at the types of the contract, which takes most of the time that the documents take: without waiting for the beans, as
 * what knows the paths of endpoints does.
 */
class ContractTypesProcessor {

    private static final String USUAL_SOURCES = "src/main/java";

    /** Each type is looked at once for all that is written. */
    @BuildStep
    void types(List<GroupEndpointBuildItem> groupEndpoints, List<EventEndpointBuildItem> eventEndpoints,
            List<PublisherBuildItem> publishers, ChannelBoxBuildTimeConfig config, LaunchModeBuildItem launchMode,
            CombinedIndexBuildItem index, CurateOutcomeBuildItem curated, OutputTargetBuildItem target,
            BuildProducer<ContractTypesBuildItem> types) {
        ContractBuildItem contract = ContractProcessor.of(groupEndpoints, eventEndpoints, publishers, endpoint -> "");
        if (contract.endpoints().isEmpty() || !WantedDocuments.of(config, launchMode.getLaunchMode()).any()) {
            return;
        }
        Javadocs javadocs = new Javadocs(sources(curated, target));
        TypeNames typeNames = new TypeNames();
        Map<DotName, String> names = TypeScriptDocument.names(contract, typeNames);
        types.produce(new ContractTypesBuildItem(ContractTypes.of(contract,
                new PayloadSchemas(PayloadMapper.of(ConfigProvider.getConfig()), index.getIndex(), typeNames, javadocs)),
                names, javadocs));
    }

    /** The application's own; where the build tool does not tell of them, the usual folder. */
    private static List<Path> sources(CurateOutcomeBuildItem curated, OutputTargetBuildItem target) {
        WorkspaceModule module = curated.getApplicationModel().getAppArtifact().getWorkspaceModule();
        return module == null ? List.of(target.getOutputDirectory().resolveSibling(USUAL_SOURCES))
                : module.hasMainSources() ? module.getMainSources().getSourceDirs().stream().map(SourceDir::getDir).toList()
                        : List.of();
    }
}
