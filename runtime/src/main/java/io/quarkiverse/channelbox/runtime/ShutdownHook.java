package io.quarkiverse.channelbox.runtime;

import io.quarkiverse.channelbox.runtime.membership.Shutdown;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.runtime.shutdown.ShutdownListener;

/**
 * Lets nobody in any more as soon as the end begins, and closes all connections while there is an HTTP server: it closes them
 * itself, with 1000, before the application is told of the end.
 */
public class ShutdownHook implements ShutdownListener {

    @Override
    public void shutdown(ShutdownNotification notification) {
        try (InstanceHandle<Shutdown> shutdown = Arc.container().instance(Shutdown.class)) {
            // An application without endpoints has none.
            if (shutdown.isAvailable()) {
                shutdown.get().begin();
                shutdown.get().closeAll();
            }
        } finally {
            notification.done();
        }
    }
}
