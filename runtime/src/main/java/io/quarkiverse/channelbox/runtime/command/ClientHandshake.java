package io.quarkiverse.channelbox.runtime.command;

import java.util.Optional;

import io.quarkiverse.channelbox.runtime.membership.HandshakeValues;
import io.quarkiverse.channelbox.runtime.settings.QueryParameters;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.WebSocketConnection;

/** What is known of the upgrade of a connection that is open. Its values hold whatever the client sent. */
final class ClientHandshake implements HandshakeValues {

    private final WebSocketConnection webSocket;
    private final Optional<SecurityIdentity> identity;

    ClientHandshake(WebSocketConnection webSocket, Optional<SecurityIdentity> identity) {
        this.webSocket = webSocket;
        this.identity = identity;
    }

    @Override
    public String endpointId() {
        return webSocket.endpointId();
    }

    @Override
    public Optional<SecurityIdentity> identity() {
        return identity;
    }

    @Override
    public Optional<String> pathParam(String name) {
        return Optional.ofNullable(webSocket.pathParam(name));
    }

    /** Decoded when it is asked for, which is seldom: nothing is kept for connections that do not ask. */
    @Override
    public Optional<String> queryParam(String name) {
        try {
            return QueryParameters.of(webSocket.handshakeRequest().query()).first(name);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(webSocket.handshakeRequest().header(name));
    }
}
