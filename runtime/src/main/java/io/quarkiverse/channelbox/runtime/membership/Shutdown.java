package io.quarkiverse.channelbox.runtime.membership;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.LeaveReason;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Multi;

/** The end of the application: no upgrade is let in any more, and all connections are closed with 1001. */
@Singleton
public class Shutdown {

    private static final Logger LOG = Logger.getLogger(Shutdown.class);
    private static final CloseReason GOING_AWAY = new CloseReason(1001, "going away");
    /** For the close frames to be written; who does not take them by then is cut off with the server. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Connections connections;
    private volatile boolean begun;

    public Shutdown(Connections connections) {
        this.connections = connections;
    }

    public boolean hasBegun() {
        return begun;
    }

    /** Returns when the close frames have been written, or a little later. Blocks. */
    public void begin() {
        begun = true;
        var all = List.copyOf(connections.all());
        if (all.isEmpty()) {
            return;
        }
        Multi.createFrom().iterable(all)
                .onItem().transformToUniAndMerge(connection -> connection.close(GOING_AWAY, LeaveReason.SHUTDOWN)
                        .onFailure().invoke(e -> LOG.debugf(e, "Connection %s broke while it was closed", connection.id()))
                        .onFailure().recoverWithNull())
                .onItem().ignoreAsUni()
                .ifNoItem().after(PATIENCE).recoverWithItem((Void) null)
                .await().indefinitely();
    }
}
