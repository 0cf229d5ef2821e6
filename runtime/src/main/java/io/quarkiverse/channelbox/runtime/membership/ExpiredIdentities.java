package io.quarkiverse.channelbox.runtime.membership;

import jakarta.inject.Singleton;

import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;

/** Tells that Quarkus closes connections since the identities expire as which they were let in. Used on event loops. */
@Singleton
public class ExpiredIdentities {

    /** As Quarkus says it, which has no other sign for it. */
    private static final int CODE = 1008;
    private static final String REASON = "Authentication expired";

    private final OperatorLog log;

    public ExpiredIdentities(OperatorLog log) {
        this.log = log;
    }

    /** A close frame is about to be written. */
    void look(Connection connection, CloseWebSocketFrame frame) {
        if (frame.statusCode() == CODE && REASON.equals(frame.reasonText())) {
            log.info(ExpiredIdentities.class, () -> "Connection " + connection.id() + " was closed with 1008: its identity has"
                    + " expired. Clients go on with a fresh token; if there are many, tokens live for too short a time");
        }
    }
}
