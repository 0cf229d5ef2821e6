package io.quarkiverse.channelbox.runtime.lane;

import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkus.websockets.next.WebSocketConnection;
import io.quarkus.websockets.next.runtime.config.WebSocketsServerRuntimeConfig;

/**
 * Logs what lanes write and commands that are read as Quarkus logs what goes through it, in the same category and with the same
 * words: Quarkus sees nothing of either. Its own logger is not to be had, and only that is on or off. Thread-safe.
 */
@Singleton
public class TrafficLog {

    private static final Logger LOG = Logger.getLogger("io.quarkus.websockets.next.traffic");

    private final boolean isOn;
    /** In characters; negative for none. */
    private final int textLimit;

    @Inject
    public TrafficLog(WebSocketsServerRuntimeConfig config) {
        this(config.trafficLogging().enabled(), config.trafficLogging().textPayloadLimit());
    }

    TrafficLog(boolean isOn, int textLimit) {
        this.isOn = isOn;
        this.textLimit = textLimit;
    }

    boolean isOn() {
        return isOn;
    }

    /** Messages are on their way to a client. */
    void sent(Connection connection, List<EncodedPayload> payloads) {
        if (isOn && LOG.isDebugEnabled()) {
            for (EncodedPayload payload : payloads) {
                if (payload.isBinary()) {
                    LOG.debugf("[server] sent binary message, Connection[%s], Payload[%s bytes]",
                            name(connection.webSocket()), payload.size());
                } else {
                    LOG.debugf("[server] sent text message, Connection[%s], Payload: \n%s", name(connection.webSocket()),
                            cut(payload.text()));
                }
            }
        }
    }

    /** A ping of the subprotocol is on its way to a client; those of RFC 6455 Quarkus does not log either. */
    void sentPing(Connection connection) {
        if (isOn) {
            sent(connection, List.of(EncodedPayload.json(ProtocolFrames.PING)));
        }
    }

    /** A command of a client was read. */
    public void received(Connection connection, byte[] utf8) {
        if (isOn && LOG.isDebugEnabled()) {
            LOG.debugf("[server] received text message, Connection[%s], Payload: \n%s", name(connection.webSocket()),
                    cut(new String(utf8, StandardCharsets.UTF_8)));
        }
    }

    private static String name(WebSocketConnection webSocket) {
        return "endpointId=" + webSocket.endpointId() + ", id=" + webSocket.id();
    }

    private String cut(String text) {
        if (text.isBlank()) {
            return "n/a";
        }
        return textLimit < 0 || text.length() <= textLimit ? text : text.substring(0, textLimit) + "...";
    }
}
