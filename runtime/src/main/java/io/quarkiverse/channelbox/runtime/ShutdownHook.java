package io.quarkiverse.channelbox.runtime;

import io.quarkiverse.channelbox.runtime.membership.Shutdown;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.runtime.shutdown.ShutdownListener;

/** Begins the {@link Shutdown} while the HTTP server is still there; it is gone when CDI tells of the end. */
public class ShutdownHook implements ShutdownListener {

    @Override
    public void shutdown(ShutdownNotification notification) {
        try (InstanceHandle<Shutdown> shutdown = Arc.container().instance(Shutdown.class)) {
            // An application without endpoints has none.
            if (shutdown.isAvailable()) {
                shutdown.get().begin();
            }
        } finally {
            notification.done();
        }
    }
}
