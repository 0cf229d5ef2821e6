package io.quarkiverse.channelbox.runtime.membership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.websockets.next.CloseReason;

/** The end of the application: no upgrade is let in any more, and all connections are closed with 1001. */
@Singleton
public class Shutdown {

    private static final Logger LOG = Logger.getLogger(Shutdown.class);
    private static final CloseReason GOING_AWAY = new CloseReason(1001, "going away");
    /** For the close frames to be written; who does not take them by then is cut off with the server. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Groups groups;
    private final Survivors survivors;
    private volatile boolean announced;
    private volatile boolean begun;

    public Shutdown(Groups groups, Survivors survivors) {
        this.groups = groups;
        this.survivors = survivors;
    }

    public boolean hasBegun() {
        return begun;
    }

    /** @throws RefusedException with 503, if it has begun */
    public void refuseIfBegun() {
        if (begun) {
            throw new RefusedException(503, "the application is shutting down");
        }
    }

    /** It will begin: others may come to know that before, as long as {@code quarkus.shutdown.delay}. */
    public void announce() {
        announced = true;
    }

    public boolean isAnnounced() {
        return announced;
    }

    /** From now on no upgrade is let in. */
    public void begin() {
        announced = true;
        begun = true;
    }

    /**
     * Closes all connections, each after what was sent to it before; returns when the close frames have been written, or a
     * little later. Nobody waits for anybody else. Blocks.
     */
    public void closeAll() {
        List<Connection> connections = List.copyOf(groups.connections());
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        for (Connection connection : connections) {
            try {
                closing.add(connection.close(GOING_AWAY, LeaveReason.SHUTDOWN)
                        .onFailure().invoke(e -> LOG.debugf(e, "Connection %s broke while it was closed", connection.id()))
                        .onFailure().recoverWithNull().subscribeAsCompletionStage());
            } catch (RuntimeException e) {
                LOG.debugf(e, "Connection %s could not be closed", connection.id());
            }
        }
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debugf("%d connections do not take their close frame",
                    closing.stream().filter(each -> !each.isDone()).count());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            survivors.cutOff(connections);
        }
    }
}
