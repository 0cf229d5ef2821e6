package io.quarkiverse.channelbox.deployment;

import io.quarkiverse.channelbox.runtime.snapshot.OperatorPage;
import io.quarkiverse.channelbox.runtime.snapshot.OperatorPageRecorder;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.vertx.http.deployment.NonApplicationRootPathBuildItem;
import io.quarkus.vertx.http.deployment.RouteBuildItem;

/** The page for those who operate the application. */
class OperatorPageProcessor {

    private static final String PATH = "channel-box";

    @BuildStep
    AdditionalBeanBuildItem page() {
        return AdditionalBeanBuildItem.unremovableOf(OperatorPage.class);
    }

    /** Whether it answers is said at run time. It looks at every connection, which is not for an event loop. */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    RouteBuildItem route(NonApplicationRootPathBuildItem root, OperatorPageRecorder recorder) {
        return root.routeBuilder().management().route(PATH).handler(recorder.handler()).blockingRoute().build();
    }

    /** Jackson reads it by reflection, and a REST method may return a snapshot as it is. */
    @BuildStep
    ReflectiveClassBuildItem json() {
        return ReflectiveClassBuildItem.builder(OperatorPage.shown()).methods().fields().build();
    }
}
