package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.Optional;

import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.quarkiverse.channelbox.runtime.settings.NameValues;
import io.quarkiverse.channelbox.runtime.settings.QueryParameters;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;

/** An upgrade request with its identity. Its values hold whatever the client sent. */
public final class Handshake implements NameValues {

    private final HttpUpgradeContext context;
    private final Optional<SecurityIdentity> identity;
    private QueryParameters query;

    /** @param identity {@code null} if the application has no security extension */
    public Handshake(HttpUpgradeContext context, SecurityIdentity identity) {
        this.context = context;
        this.identity = Optional.ofNullable(identity);
    }

    public String endpointId() {
        return context.endpointId();
    }

    public Optional<SecurityIdentity> identity() {
        return identity;
    }

    /** The name of the principal, if somebody is authenticated. */
    @Override
    public Optional<String> principal() {
        return identity.filter(i -> !i.isAnonymous()).map(i -> i.getPrincipal().getName());
    }

    @Override
    public Optional<String> pathParam(String name) {
        return Optional.ofNullable(context.pathParam(name));
    }

    @Override
    public Optional<String> queryParam(String name) {
        if (query == null) {
            query = decodeQuery();
        }
        return query.first(name);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(context.httpRequest().getHeader(name));
    }

    private QueryParameters decodeQuery() {
        try {
            return QueryParameters.of(context.httpRequest().query());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(400, "the query is not percent-encoded correctly");
        }
    }
}
