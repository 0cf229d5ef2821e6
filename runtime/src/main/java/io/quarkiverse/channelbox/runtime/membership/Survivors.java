package io.quarkiverse.channelbox.runtime.membership;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkus.websockets.next.OpenConnections;

/**
 * In dev mode the HTTP server, its event loops and its connections outlive the application that is started anew: what did not
 * go by itself is cut off, so that nothing of the old application stays, and nobody calls what it has left behind.
 */
@Singleton
public class Survivors {

    /** For clients to answer their close frame. */
    private static final Duration ANSWER = Duration.ofMillis(300);
    /** For {@code @OnClose} of those that are cut off. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long STEP_NANOS = Duration.ofMillis(5).toNanos();

    private final Instance<OpenConnections> open;

    public Survivors(Instance<OpenConnections> open) {
        this.open = open;
    }

    /** Of connections to which close frames have been sent; returns when they have ended, or a little later. Blocks. */
    void cutOff(Collection<Connection> connections) {
        Set<String> ids = connections.stream().map(Connection::id).collect(Collectors.toSet());
        awaitEnd(ids, ANSWER);
        connections.forEach(Connection::cutOff);
        awaitEnd(ids, PATIENCE);
    }

    private void awaitEnd(Set<String> ids, Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (isAnyOpen(ids) && System.nanoTime() < until) {
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    /** One is until its endpoint has been told of the end. */
    private boolean isAnyOpen(Set<String> ids) {
        return !ids.isEmpty() && open.get().stream().anyMatch(connection -> ids.contains(connection.id()));
    }
}
