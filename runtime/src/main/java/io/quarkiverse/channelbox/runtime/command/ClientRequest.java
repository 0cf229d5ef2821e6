package io.quarkiverse.channelbox.runtime.command;

import java.util.Optional;

import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.PublishRequest;
import io.quarkiverse.channelbox.runtime.settings.GroupBinding.Permitted;
import io.quarkus.security.identity.SecurityIdentity;

/** What a client asks for by a command, as an authorizer sees it. */
record ClientRequest(String group, Permitted permitted, String connectionId, ClientHandshake handshake,
        Optional<String> event) implements JoinRequest, PublishRequest {

    @Override
    public String template() {
        return permitted.template();
    }

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
        return Optional.ofNullable(permitted.values().get(name)).or(() -> handshake.pathParam(name));
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
