package io.quarkiverse.channelbox;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of a send. Immutable. As JSON: {@code {"id":…,"stored":…,"deliveredHere":…}}. */
public final class Receipt {

    @JsonProperty
    private final @Nullable String id;
    @JsonProperty
    private final boolean stored;
    @JsonProperty
    private final int deliveredHere;

    private Receipt(@Nullable String id, boolean stored, int deliveredHere) {
        this.id = id;
        this.stored = stored;
        this.deliveredHere = deliveredHere;
    }

    /** Of a message that was stored. */
    public static Receipt stored(String id, int deliveredHere) {
        return new Receipt(Objects.requireNonNull(id, "id"), true, deliveredHere);
    }

    /** Of a message that was not stored. */
    public static Receipt notStored(int deliveredHere) {
        return new Receipt(null, false, deliveredHere);
    }

    /** The id of the message ({@code epoch:offset}); absent if it was not stored. */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** Whether it was stored in the group's history. */
    public boolean stored() {
        return stored;
    }

    /**
     * How many channels of this node it was handed to; nobody counts those of other nodes. With the Redis engine it is 0 for a
     * send that an idempotency key made a repetition, and if the connection to Redis was lost before the message came back to
     * this node.
     */
    public int deliveredHere() {
        return deliveredHere;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Receipt that && stored == that.stored && deliveredHere == that.deliveredHere
                && Objects.equals(id, that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, stored, deliveredHere);
    }

    @Override
    public String toString() {
        return new Description(Receipt.class).with("id", id).with("stored", stored).with("deliveredHere", deliveredHere)
                .toString();
    }
}
