package io.quarkiverse.channelbox.runtime.membership;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What an upgrade was let in for: the groups to join, in which it has a reserved place until it has joined or gone.
 *
 * @see Memberships#reserve
 */
public final class Admission {

    /** Of a connection that was not let in by us. */
    public static final Admission NONE = new Admission(Optional.empty(), Map.of(), Map.of());

    private final Optional<String> principal;
    private final Map<String, String> resumeAfter;
    private final AtomicReference<Set<String>> reserved;

    /**
     * @param groups the names of the groups, in each of which a place is reserved
     * @param resumeAfter by group, the ids of the messages after which the client wants to go on
     */
    public Admission(Optional<String> principal, Map<String, String> groups, Map<String, String> resumeAfter) {
        this.principal = principal;
        this.resumeAfter = resumeAfter;
        this.reserved = new AtomicReference<>(groups.keySet());
    }

    public Optional<String> principal() {
        return principal;
    }

    public Map<String, String> resumeAfter() {
        return resumeAfter;
    }

    /** Hands over the reserved places, to be joined or given back: once. */
    void redeem(Consumer<String> each) {
        reserved.getAndSet(Set.of()).forEach(each);
    }
}
