package io.quarkiverse.channelbox.deployment;

import java.util.List;

import io.quarkiverse.channelbox.runtime.upgrade.ProbeCors;
import io.quarkiverse.channelbox.runtime.upgrade.Undecided;
import io.quarkiverse.channelbox.runtime.upgrade.UpgradeProbe;
import io.quarkiverse.channelbox.runtime.upgrade.UpgradeProbeRecorder;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeansRuntimeInitBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.Consume;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.RuntimeConfigSetupCompleteBuildItem;
import io.quarkus.vertx.http.deployment.RouteBuildItem;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.quarkus.websockets.next.deployment.WebSocketEndpointBuildItem;

/** The paths of the endpoints, and no others, answer probes, and what names no host. */
class UpgradeProbeProcessor {

    /** Before CORS, which would answer the preflight, and before the headers that come as subprotocols are looked at. */
    private static final int ORDER = -(SecurityHandlerPriorities.CORS + 50);

    @BuildStep
    AdditionalBeanBuildItem probe() {
        return AdditionalBeanBuildItem.builder().addBeanClasses(UpgradeProbe.class, ProbeCors.class, Undecided.class)
                .setUnremovable().build();
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    @Consume(RuntimeConfigSetupCompleteBuildItem.class)
    @Consume(SyntheticBeansRuntimeInitBuildItem.class)
    void answerWhatIsNoUpgrade(List<WebSocketEndpointBuildItem> endpoints, UpgradeProbeRecorder recorder,
            BuildProducer<RouteBuildItem> routes) {
        endpoints.stream().filter(WebSocketEndpointBuildItem::isServer).forEach(endpoint -> {
            routes.produce(RouteBuildItem.builder().orderedRoute(endpoint.path, ORDER).handler(recorder.handler(endpoint.id))
                    .build());
            routes.produce(RouteBuildItem.builder().orderedRoute(endpoint.path, ORDER).handler(recorder.unusableHosts())
                    .failureRoute().build());
        });
    }
}
