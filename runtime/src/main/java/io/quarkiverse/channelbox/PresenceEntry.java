package io.quarkiverse.channelbox;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Who is in a group, on whichever node, as {@link Group#presence()} shows it: one channel, or, if the presence of the group is
 * by user ({@code quarkus.channel-box.presence.by}), all channels of one user. Immutable.
 */
public final class PresenceEntry {

    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private final @Nullable String connectionId;
    @JsonProperty
    private final @Nullable String principal;
    /** Of a user; {@code null} in the entry of one connection. */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private final @Nullable Integer connections;
    @JsonProperty
    private final Map<String, String> attributes;

    private PresenceEntry(@Nullable String connectionId, @Nullable String principal, @Nullable Integer connections,
            Map<String, String> attributes) {
        this.connectionId = connectionId;
        this.principal = principal;
        this.connections = connections;
        this.attributes = Map.copyOf(attributes);
    }

    /**
     * The entry of one connection.
     *
     * @param principal the name of the authenticated principal, if there is one
     */
    public static PresenceEntry of(String connectionId, Optional<String> principal, Map<String, String> attributes) {
        return new PresenceEntry(Objects.requireNonNull(connectionId, "connectionId"), principal.orElse(null), null,
                attributes);
    }

    /**
     * The entry of a user.
     *
     * @param principal the name of the authenticated principal
     * @throws IllegalArgumentException if there is no connection
     */
    public static PresenceEntry ofUser(String principal, int connections, Map<String, String> attributes) {
        if (connections < 1) {
            throw new IllegalArgumentException("A user who is there has a connection, not " + connections);
        }
        return new PresenceEntry(null, Objects.requireNonNull(principal, "principal"), connections, attributes);
    }

    /** The id of the connection; empty in the entry of a user. */
    public Optional<String> connectionId() {
        return Optional.ofNullable(connectionId);
    }

    /** The name of the authenticated principal, if there is one. */
    public Optional<String> principal() {
        return Optional.ofNullable(principal);
    }

    /** How many connections of the group it stands for; 1 if it is not the entry of a user. */
    public int connections() {
        return connections == null ? 1 : connections;
    }

    /**
     * The attributes given at the join; unmodifiable. A user has those of all connections; where two of them have other values
     * for one key, it is the value of the connection whose id is the last in alphabetical order.
     */
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PresenceEntry that && Objects.equals(connectionId, that.connectionId)
                && Objects.equals(principal, that.principal) && Objects.equals(connections, that.connections)
                && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(connectionId, principal, connections, attributes);
    }

    @Override
    public String toString() {
        return new Description(PresenceEntry.class).with("connectionId", connectionId).with("principal", principal)
                .with("connections", connections).with("attributes", attributes).toString();
    }
}
