package io.quarkiverse.channelbox.runtime.membership;

import java.util.Optional;

import io.quarkiverse.channelbox.runtime.settings.NameValues;
import io.quarkus.security.identity.SecurityIdentity;

/** What an upgrade tells, when it is decided on and later. Its values hold whatever the client sent. */
public interface HandshakeValues extends NameValues {

    String endpointId();

    /** Absent if the application has no security extension; it may be anonymous. */
    Optional<SecurityIdentity> identity();

    @Override
    default Optional<String> principal() {
        return principal(identity());
    }

    /** The name of the principal, if somebody is authenticated. */
    static Optional<String> principal(Optional<SecurityIdentity> identity) {
        return identity.filter(i -> !i.isAnonymous()).map(i -> i.getPrincipal().getName());
    }
}
