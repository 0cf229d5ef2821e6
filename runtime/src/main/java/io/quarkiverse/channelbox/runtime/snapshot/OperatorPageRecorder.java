package io.quarkiverse.channelbox.runtime.snapshot;

import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.Recorder;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Makes the handler of the {@link OperatorPage}. */
@Recorder
public class OperatorPageRecorder {

    public Handler<RoutingContext> handler() {
        // The beans are there when somebody asks, which is later.
        return context -> Arc.container().instance(OperatorPage.class).get().answer(context);
    }
}
