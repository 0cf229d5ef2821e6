package io.quarkiverse.channelbox.runtime;

import io.quarkiverse.channelbox.runtime.membership.Shutdown;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.runtime.shutdown.ShutdownListener;

/** Lets nobody in any more as soon as the end begins, before the application is told of it. */
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
