package io.quarkiverse.channelbox.runtime.upgrade;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.Recorder;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Makes the handler that answers the {@link UpgradeProbe}s of an endpoint. */
@Recorder
public class UpgradeProbeRecorder {

    public Handler<RoutingContext> handler() {
        UpgradeProbe probe = Arc.container().instance(UpgradeProbe.class).get();
        return probe::handle;
    }
}
