package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.Optional;

import io.quarkiverse.channelbox.JoinRequest;
import io.quarkus.security.identity.SecurityIdentity;

/** One group that a handshake asks for. */
record HandshakeJoinRequest(String group, String template, Handshake handshake) implements JoinRequest {

    @Override
    public String endpointId() {
        return handshake.endpointId();
    }

    @Override
    public Optional<SecurityIdentity> identity() {
        return handshake.identity();
    }

    @Override
    public Optional<String> pathParam(String name) {
        return handshake.pathParam(name);
    }

    @Override
    public Optional<String> queryParam(String name) {
        return handshake.queryParam(name);
    }

    @Override
    public Optional<String> header(String name) {
        return handshake.header(name);
    }
}
