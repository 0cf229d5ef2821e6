package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.Optional;

import io.quarkiverse.channelbox.runtime.membership.HandshakeValues;
import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.quarkiverse.channelbox.runtime.settings.QueryParameters;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.runtime.SecuritySupport;

/** An upgrade request with its identity. */
public final class Handshake implements HandshakeValues {

    /** Between the check and the upgrade. */
    private static final int MOMENT_MILLIS = 500;
    /** It goes into the names of groups and keys, and with the presence to all members. */
    private static final int MAX_USER_NAME = 256;

    private final HttpUpgradeContext context;
    private final Optional<SecurityIdentity> identity;
    private QueryParameters query;

    /**
     * @param identity {@code null} if the application has no security extension
     * @throws RefusedException if the user's name is too long
     */
    public Handshake(HttpUpgradeContext context, SecurityIdentity identity) {
        this.context = context;
        this.identity = Optional.ofNullable(identity);
        if (principal().filter(name -> name.length() > MAX_USER_NAME).isPresent()) {
            throw new RefusedException(400, "the user's name has more than " + MAX_USER_NAME + " characters");
        }
    }

    @Override
    public String endpointId() {
        return context.endpointId();
    }

    @Override
    public Optional<SecurityIdentity> identity() {
        return identity;
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
