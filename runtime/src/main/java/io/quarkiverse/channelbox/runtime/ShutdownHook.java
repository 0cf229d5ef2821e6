package io.quarkiverse.channelbox.runtime;

import io.quarkiverse.channelbox.runtime.membership.Shutdown;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.runtime.shutdown.ShutdownListener;

/** The end of all connections, while there is an HTTP server: it has closed them with 1000 when CDI tells of the end. */
public class ShutdownHook implements ShutdownListener {

    /** Everything goes on, and readiness says that it ends: {@code quarkus.shutdown.delay} is the time to hear of it. */
    @Override
    public void preShutdown(ShutdownNotification notification) {
        try (InstanceHandle<Shutdown> shutdown = Arc.container().instance(Shutdown.class)) {
            if (shutdown.isAvailable()) {
                shutdown.get().announce();
            }
        } finally {
            notification.done();
        }
    }

    @Override
    public void shutdown(ShutdownNotification notification) {
        try (InstanceHandle<ShutdownSequence> sequence = Arc.container().instance(ShutdownSequence.class)) {
            // An application without endpoints has none.
            if (sequence.isAvailable()) {
                sequence.get().run();
            }
        } finally {
            notification.done();
        }
    }
}
