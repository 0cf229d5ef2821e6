package io.quarkiverse.channelbox.runtime.upgrade;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkiverse.channelbox.runtime.settings.NameValues;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.runtime.SecuritySupport;

/** An upgrade request with its identity. Its values hold whatever the client sent. */
public final class Handshake implements NameValues {

    /** Between the check and the upgrade. */
    private static final int MOMENT_MILLIS = 500;

    private final HttpUpgradeContext context;
    private final Optional<SecurityIdentity> identity;
    private Map<String, List<String>> query;

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

    /**
     * Whether the identity has expired, or will in a moment. WebSockets Next closes a connection when its identity expires, but
     * does not cope with one that has by then, as tokens may that are accepted a little longer for the clocks' sake.
     */
    boolean hasExpired() {
        return identity.map(i -> i.<Object> getAttribute(SecuritySupport.QUARKUS_IDENTITY_EXPIRE_TIME))
                .map(seconds -> seconds instanceof Long expires && System.currentTimeMillis() + MOMENT_MILLIS > expires * 1000)
                .orElse(false);
    }

    @Override
    public Optional<String> pathParam(String name) {
        return Optional.ofNullable(context.pathParam(name));
    }

    /** Read from the query itself: Vert.x puts path parameters among the request's parameters too. */
    @Override
    public Optional<String> queryParam(String name) {
        if (query == null) {
            query = decodeQuery();
        }
        return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(context.httpRequest().getHeader(name));
    }

    private Map<String, List<String>> decodeQuery() {
        String encoded = context.httpRequest().query();
        if (encoded == null) {
            return Map.of();
        }
        try {
            return new QueryStringDecoder(encoded, StandardCharsets.UTF_8, false).parameters();
        } catch (IllegalArgumentException e) {
            throw new UpgradeRefusedException(400, "the query is not percent-encoded correctly");
        }
    }
}
