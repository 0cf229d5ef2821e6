package io.quarkiverse.channelbox.runtime;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.quarkiverse.channelbox.runtime.expiry.Heartbeat;
import io.quarkiverse.channelbox.runtime.group.ConnectionLifecycle;
import io.quarkus.runtime.StartupEvent;

/** The start of the application, before the observers of the application itself. */
@Singleton
public class Startup {

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, ConnectionLifecycle lifecycle,
            Heartbeat heartbeat) {
        lifecycle.startListening();
        heartbeat.startTimer();
    }
}
