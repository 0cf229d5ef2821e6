package io.quarkiverse.channelbox.runtime.upgrade;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.Recorder;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Makes the handlers of what is no upgrade and comes to an endpoint's path. */
@Recorder
public class UpgradeProbeRecorder {

    public Handler<RoutingContext> handler(String endpointId) {
        UpgradeProbe probe = Arc.container().instance(UpgradeProbe.class).get();
        return context -> probe.handle(context, endpointId);
    }

    /** Of requests that have failed. */
    public Handler<RoutingContext> unusableHosts() {
        return UnusableHosts::handle;
    }
}
