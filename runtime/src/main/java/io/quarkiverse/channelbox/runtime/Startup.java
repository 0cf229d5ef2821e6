package io.quarkiverse.channelbox.runtime;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.membership.Cleanup;
import io.quarkiverse.channelbox.runtime.membership.ConnectionLifecycle;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/** The start of the application, before the observers of the application itself, and its end. */
@Singleton
public class Startup {

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, ConnectionLifecycle lifecycle,
            EngineSelector selector, Engine engine, NodeListener node, PositionSigner positions, Cleanup cleanup) {
        selector.start(engine, node, positions);
        lifecycle.startListening();
        cleanup.start();
    }

    /** After the observers of the application itself; the connections have been closed before. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event, EngineSelector selector,
            Engine engine) {
        selector.stop(engine);
    }
}
