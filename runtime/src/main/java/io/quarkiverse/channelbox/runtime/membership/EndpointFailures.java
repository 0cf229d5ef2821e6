package io.quarkiverse.channelbox.runtime.membership;

import java.io.IOException;
import java.util.OptionalLong;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.inbound.InboundRules;
import io.quarkiverse.channelbox.runtime.inbound.Violations;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.websockets.next.BinaryDecodeException;
import io.quarkus.websockets.next.Connection;
import io.quarkus.websockets.next.TextDecodeException;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.http.HttpClosedException;

/**
 * Failures of endpoints that no {@code @OnError} took, and of which WebSockets Next would log an error and close the connection
 * with 1011: not those that are the client's, who sends what cannot be decoded, or goes while it is written to.
 */
@Singleton
public class EndpointFailures {

    private static final Logger LOG = Logger.getLogger(EndpointFailures.class);

    private final InboundRules rules;
    private final Violations violations;
    private final ConnectionLifecycle lifecycle;
    private final Groups groups;

    public EndpointFailures(InboundRules rules, Violations violations, ConnectionLifecycle lifecycle, Groups groups) {
        this.rules = rules;
        this.violations = violations;
        this.lifecycle = lifecycle;
        this.groups = groups;
    }

    /** The build has WebSockets Next ask this first. Returns whether nothing more is to be done about a failure. */
    public static boolean areHandled(Throwable failure, Connection connection) {
        if (!(connection instanceof WebSocketConnection webSocket) || Arc.container() == null) {
            return false;
        }
        InstanceHandle<EndpointFailures> failures = Arc.container().instance(EndpointFailures.class);
        return failures.isAvailable() && failures.get().isHandled(failure, webSocket);
    }

    private boolean isHandled(Throwable failure, WebSocketConnection webSocket) {
        if (!rules.applyTo(webSocket)) {
            return false;
        }
        if (failure instanceof TextDecodeException || failure instanceof BinaryDecodeException) {
            violations.undecodable(webSocket, cause(failure));
            groups.connection(webSocket.id()).filter(connection -> connection.speaksProtocol())
                    .ifPresent(connection -> connection.protocol()
                            .tell(ProtocolFrames.error(OptionalLong.empty(), 400, "the message cannot be decoded")));
            return true;
        }
        if (isOfAnEnd(failure) && (webSocket.isClosed() || lifecycle.isGone(webSocket))) {
            LOG.debugf(failure, "Connection %s ended while it was written to", webSocket.id());
            return true;
        }
        return false;
    }

    /** As Netty has it, Vert.x of HTTP, and Vert.x of WebSockets. */
    private static boolean isOfAnEnd(Throwable failure) {
        return failure instanceof IOException || failure instanceof HttpClosedException
                || "WebSocket is closed".equals(failure.getMessage());
    }

    /** The message of a codec may have in it what the client has sent. */
    private static String cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Printable.of(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }
}
