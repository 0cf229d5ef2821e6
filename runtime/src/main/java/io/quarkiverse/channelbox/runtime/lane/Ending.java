package io.quarkiverse.channelbox.runtime.lane;

import java.util.Optional;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** How the server ends a connection. Used on the lane unless it says otherwise. */
final class Ending {

    /** The client may come back and go on (RFC 6455 registry). */
    private static final CloseReason TOO_SLOW = new CloseReason(1013, "too slow");
    /** Idle for too long, or it does not answer (of this project). */
    static final CloseReason EXPIRED = new CloseReason(4408, "expired");

    private static final Logger LOG = Logger.getLogger(Ending.class);

    private final Connection connection;
    private final Optional<Channel> channel;
    private boolean isClosing;

    Ending(Connection connection, Optional<Channel> channel) {
        this.connection = connection;
        this.channel = channel;
    }

    /** More waits for it than may: nothing more is written but a close frame. */
    void tooSlow() {
        connection.events().slow(connection, SlowAction.DISCONNECTED);
        disconnect(TOO_SLOW, LeaveReason.SLOW_CONSUMER);
    }

    /** Its socket takes nothing: nor would it take a close frame. */
    void stalled() {
        connection.events().slow(connection, SlowAction.STALLED);
        connection.outbound().end();
        connection.events().ended(connection, LeaveReason.SLOW_CONSUMER);
        channel.ifPresent(CutOff::now);
    }

    /** It does not answer, or cannot be written to. */
    void dead() {
        disconnect(EXPIRED, LeaveReason.EXPIRED);
    }

    /** A close frame goes, whoever sends it: a client that does not take it, or does not answer it, is cut off. */
    void cutOffLater() {
        if (!isClosing) {
            isClosing = true;
            channel.ifPresent(CutOff::later);
        }
    }

    private void disconnect(CloseReason closeReason, LeaveReason leaveReason) {
        connection.outbound().end();
        closeAndForget(closeReason, leaveReason);
    }

    /** {@linkplain #close Closes} it and waits for nothing; that it breaks meanwhile is of no concern. From any thread. */
    void closeAndForget(CloseReason closeReason, LeaveReason leaveReason) {
        close(closeReason, leaveReason).subscribe().with(closed -> {
        }, failure -> LOG.debugf(failure, "Connection %s broke while it was closed", connection.id()));
    }

    /**
     * Ends all memberships, sends a close frame, and cuts the connection off if it is still there a little later. Completes
     * when the close frame has been written, fails if it could not be. From any thread.
     */
    Uni<Void> close(CloseReason closeReason, LeaveReason leaveReason) {
        return Uni.createFrom().emitter(emitter -> {
            connection.events().ended(connection, leaveReason);
            Runnable close = () -> {
                cutOffLater();
                Uni<Void> closed = connection.webSocket().isClosed() ? Uni.createFrom().voidItem()
                        : connection.webSocket().close(closeReason);
                closed.subscribe().with(emitter::complete, emitter::fail);
            };
            if (leaveReason == LeaveReason.SHUTDOWN) {
                // What was said at the end is heard, too.
                connection.lane().inOrder(close);
            } else {
                connection.lane().soon(close);
            }
        });
    }
}
