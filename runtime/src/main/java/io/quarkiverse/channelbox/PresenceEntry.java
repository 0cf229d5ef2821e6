package io.quarkiverse.channelbox;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One channel of a group, on whichever node, as {@link Group#presence()} shows it. Immutable. */
public final class PresenceEntry {

    @JsonProperty
    private final String connectionId;
    @JsonProperty
    private final @Nullable String principal;
    @JsonProperty
    private final Map<String, String> attributes;

    private PresenceEntry(String connectionId, @Nullable String principal, Map<String, String> attributes) {
        this.connectionId = connectionId;
        this.principal = principal;
        this.attributes = attributes;
    }

    /** @param principal the name of the authenticated principal, if there is one */
    public static PresenceEntry of(String connectionId, Optional<String> principal, Map<String, String> attributes) {
        return new PresenceEntry(Objects.requireNonNull(connectionId, "connectionId"), principal.orElse(null),
                Map.copyOf(attributes));
    }

    /** The id of the connection. */
    public String connectionId() {
        return connectionId;
    }

    /** The name of the authenticated principal, if there is one. */
    public Optional<String> principal() {
        return Optional.ofNullable(principal);
    }

    /** The attributes given at the join; unmodifiable. */
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PresenceEntry that && connectionId.equals(that.connectionId)
                && Objects.equals(principal, that.principal) && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(connectionId, principal, attributes);
    }

    @Override
    public String toString() {
        return new Description(PresenceEntry.class).with("connectionId", connectionId).with("principal", principal)
                .with("attributes", attributes).toString();
    }
}
