package io.quarkiverse.channelbox.runtime.membership;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.quarkiverse.channelbox.runtime.lane.Positions;
import io.quarkus.security.identity.SecurityIdentity;

/**
 * What an upgrade was let in as, and for: the groups to join, in which it has a reserved place until it has joined or gone.
 *
 * @see Memberships#reserve
 */
final class Admission {

    private final Optional<SecurityIdentity> identity;
    private final Set<String> groups;
    private final Positions positions;
    private final AtomicReference<Set<String>> reserved;
    private final Consumer<String> release;

    /**
     * @param identity absent if the application has no security extension; it may be anonymous
     * @param groups the names of the groups, in each of which a place is reserved
     * @param positions up to where the client has the logs
     * @param release gives a place back to the application that reserved it: a TCP connection may outlive it in dev mode
     */
    Admission(Optional<SecurityIdentity> identity, Set<String> groups, Positions positions, Consumer<String> release) {
        this.identity = identity;
        this.groups = groups;
        this.positions = positions;
        this.reserved = new AtomicReference<>(groups);
        this.release = release;
    }

    Optional<SecurityIdentity> identity() {
        return identity;
    }

    /** The name of the principal, if somebody is authenticated. */
    Optional<String> principal() {
        return HandshakeValues.principal(identity);
    }

    /** The names of the groups that it was let in for, whatever has become of the memberships. */
    Set<String> groups() {
        return groups;
    }

    Positions positions() {
        return positions;
    }

    /** Hands over the reserved places, to be joined, unless they were given back: once. */
    void redeem(Consumer<String> each) {
        reserved.getAndSet(Set.of()).forEach(each);
    }

    /** Gives the reserved places back, unless they were handed over. */
    void giveBack() {
        redeem(release);
    }
}
