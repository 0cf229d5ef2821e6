package io.quarkiverse.channelbox.runtime.group;

import java.util.Optional;

import io.quarkiverse.channelbox.runtime.expiry.Expirations;
import io.quarkiverse.channelbox.runtime.expiry.TimeSource;
import io.quarkus.websockets.next.WebSocketConnection;

/** A connection without a socket and an event loop, in no group. */
public final class TestConnection {

    private TestConnection() {
    }

    public static LocalConnection of(WebSocketConnection webSocket, TimeSource time) {
        return new LocalConnection(webSocket, Optional.empty(), Admission.NONE, null,
                new LocalConnections(null, null, null, new Expirations(time), null, null));
    }
}
