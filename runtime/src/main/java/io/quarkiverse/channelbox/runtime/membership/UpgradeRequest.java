package io.quarkiverse.channelbox.runtime.membership;

import java.util.Optional;

import io.quarkiverse.channelbox.GroupRequest;
import io.quarkus.security.identity.SecurityIdentity;

/** What a client wants of a group, with what its upgrade tells: as an authorizer sees it. */
public abstract class UpgradeRequest implements GroupRequest {

    private final String group;
    private final String template;
    private final HandshakeValues handshake;

    protected UpgradeRequest(String group, String template, HandshakeValues handshake) {
        this.group = group;
        this.template = template;
        this.handshake = handshake;
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public String template() {
        return template;
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
