package io.quarkiverse.channelbox.deployment.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

import io.quarkiverse.channelbox.deployment.contract.ContractDocumentsBuildItem.AsyncApi;
import io.quarkiverse.channelbox.deployment.items.ContractBuildItem;
import io.quarkiverse.channelbox.runtime.client.ContractRecorder;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig;
import io.quarkus.deployment.IsDevelopment;
import io.quarkus.deployment.IsProduction;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Produce;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ApplicationInfoBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.ServiceStartBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.pkg.builditem.ArtifactResultBuildItem;
import io.quarkus.deployment.pkg.builditem.OutputTargetBuildItem;
import io.quarkus.vertx.http.deployment.HttpRootPathBuildItem;
import io.quarkus.vertx.http.deployment.NonApplicationRootPathBuildItem;
import io.quarkus.vertx.http.deployment.RouteBuildItem;

/** Writes the contract to the output folder of the build, and serves it. */
class ContractDocumentsProcessor {

    @BuildStep
    ContractDocumentsBuildItem documents(Optional<ContractBuildItem> contract, Optional<ContractTypesBuildItem> looked,
            ChannelBoxBuildTimeConfig config, LaunchModeBuildItem launchMode, ApplicationInfoBuildItem application,
            HttpRootPathBuildItem rootPath) {
        if (contract.isEmpty() || looked.isEmpty()) {
            return new ContractDocumentsBuildItem(Optional.empty(), Optional.empty());
        }
        WantedDocuments wanted = WantedDocuments.of(config, launchMode.getLaunchMode());
        ContractTypes types = looked.get().types();
        Javadocs javadocs = looked.get().javadocs();
        return new ContractDocumentsBuildItem(
                wanted.asyncApi() ? Optional.of(AsyncApiWriter.write(AsyncApiDocument.of(contract.get(), types, javadocs,
                        application.getName(), application.getVersion(),
                        AsyncApiServer.of(config.asyncapi(), rootPath.getRootPath())), wanted.served()))
                        : Optional.empty(),
                wanted.typeScript()
                        ? Optional.of(TypeScriptDocument.of(contract.get(), looked.get().names(), types, javadocs))
                        : Optional.empty());
    }

    /** Beside the work on the artifact, which nothing of it is in. */
    @BuildStep(onlyIf = IsProduction.class)
    @Produce(ArtifactResultBuildItem.class)
    void write(ContractDocumentsBuildItem documents, ChannelBoxBuildTimeConfig config, OutputTargetBuildItem target) {
        documents.asyncApi().filter(asyncApi -> config.asyncapi().enabled()).ifPresent(asyncApi -> {
            write(target, "asyncapi.json", asyncApi.json());
            asyncApi.yaml().ifPresent(yaml -> write(target, "asyncapi.yaml", yaml));
        });
        documents.typeScript().ifPresent(types -> write(target, "channel-box.generated.d.ts",
                types.getBytes(StandardCharsets.UTF_8)));
    }

    /** At each reload. */
    @BuildStep(onlyIf = IsDevelopment.class)
    @Produce(ServiceStartBuildItem.class)
    void writeInDevMode(ContractDocumentsBuildItem documents, ChannelBoxBuildTimeConfig config,
            OutputTargetBuildItem target) {
        write(documents, config, target);
    }

    private static void write(OutputTargetBuildItem target, String name, byte[] content) {
        try {
            Files.write(Files.createDirectories(target.getOutputDirectory()).resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BuildStep(onlyIf = IsServed.class)
    @Record(ExecutionTime.RUNTIME_INIT)
    void serve(ContractDocumentsBuildItem documents, ChannelBoxBuildTimeConfig config, ContractRecorder recorder,
            NonApplicationRootPathBuildItem root, BuildProducer<RouteBuildItem> routes,
            BuildProducer<GeneratedResourceBuildItem> generated, BuildProducer<NativeImageResourceBuildItem> resources) {
        Optional<AsyncApi> asyncApi = documents.asyncApi();
        if (asyncApi.isPresent()) {
            generated.produce(new GeneratedResourceBuildItem(ContractRecorder.JSON, asyncApi.get().json()));
            generated.produce(new GeneratedResourceBuildItem(ContractRecorder.YAML, asyncApi.get().yaml().orElseThrow()));
            resources.produce(new NativeImageResourceBuildItem(ContractRecorder.JSON, ContractRecorder.YAML));
            String path = config.asyncapi().path();
            routes.produce(root.routeBuilder().route(path).handler(recorder.either())
                    .displayOnNotFoundPage("AsyncAPI document").build());
            routes.produce(root.routeBuilder().route(path + ".json").handler(recorder.json()).build());
            routes.produce(root.routeBuilder().route(path + ".yaml").handler(recorder.yaml()).build());
        }
    }
}
