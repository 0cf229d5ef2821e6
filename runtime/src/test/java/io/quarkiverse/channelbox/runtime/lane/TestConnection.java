package io.quarkiverse.channelbox.runtime.lane;

import java.util.Optional;

import io.quarkiverse.channelbox.runtime.membership.Admission;
import io.quarkiverse.channelbox.runtime.membership.Connections;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkus.websockets.next.WebSocketConnection;

/** A connection without a socket and an event loop, in no group. */
public final class TestConnection {

    private TestConnection() {
    }

    public static Connection of(WebSocketConnection webSocket, TimeSource time) {
        return new Connection(webSocket, Optional.empty(), Admission.NONE, null,
                new Connections(null, null, null, new Expirations(time), null, null));
    }
}
