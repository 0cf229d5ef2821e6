package io.quarkiverse.channelbox.runtime.group;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What an upgrade was let in for: the groups to join, in which it has a reserved place until it has joined or gone.
 *
 * @see LocalMembers#reserve
 */
public final class Admission {

    private final Optional<String> principal;
    private final AtomicReference<Set<String>> reserved;

    /** @param groups the names of the groups, in each of which a place is reserved */
    public Admission(Optional<String> principal, Map<String, String> groups) {
        this.principal = principal;
        this.reserved = new AtomicReference<>(groups.keySet());
    }

    Optional<String> principal() {
        return principal;
    }

    /** Hands over the reserved places, to be joined or given back: once. */
    void redeem(Consumer<String> each) {
        reserved.getAndSet(Set.of()).forEach(each);
    }
}
