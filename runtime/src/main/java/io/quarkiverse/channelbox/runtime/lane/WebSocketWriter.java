package io.quarkiverse.channelbox.runtime.lane;

import java.util.List;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** Writes to a connection of which the pipeline is not to be had, in the way of WebSockets Next. Used on the lane. */
final class WebSocketWriter {

    private static final Logger LOG = Logger.getLogger(WebSocketWriter.class);

    private final Connection connection;
    private final WebSocketConnection webSocket;

    WebSocketWriter(Connection connection) {
        this.connection = connection;
        this.webSocket = connection.webSocket();
    }

    /** @param written called on the lane when all of it has been written */
    void write(List<EncodedPayload> payloads, Runnable written) {
        if (webSocket.isClosed()) {
            connection.over();
            return;
        }
        Uni<Void> last = Uni.createFrom().voidItem();
        for (EncodedPayload payload : payloads) {
            last = (payload.isBinary() ? webSocket.sendBinary(payload.buffer()) : webSocket.sendText(payload.text()))
                    .memoize().indefinitely();
            last.subscribe().with(done -> connection.activity().wrote(connection.lane().now()), this::failed);
        }
        last.subscribe().with(done -> connection.lane().execute(written), failure -> {
        });
    }

    void ping() {
        webSocket.sendPing(Buffer.buffer(Pulse.PAYLOAD)).subscribe().with(written -> {
        }, this::failed);
    }

    private void failed(Throwable failure) {
        // There may be many, one for each message that was on its way when the connection broke.
        LOG.debugf(failure, "Connection %s could not be written to", connection.id());
        connection.over();
    }
}
