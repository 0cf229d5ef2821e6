package io.quarkiverse.channelbox;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of a send. Immutable. As JSON: {@code {"id":…,"stored":…,"deliveredHere":…}}. */
public final class Receipt {

    @JsonIgnore
    private final @Nullable Supplier<String> makesId;
    private volatile @Nullable String id;
    @JsonProperty
    private final boolean stored;
    @JsonProperty
    private final int deliveredHere;

    private Receipt(@Nullable String id, @Nullable Supplier<String> makesId, boolean stored, int deliveredHere) {
        this.id = id;
        this.makesId = makesId;
        this.stored = stored;
        this.deliveredHere = deliveredHere;
    }

    /** Of a message that was stored. */
    public static Receipt stored(String id, int deliveredHere) {
        return new Receipt(Objects.requireNonNull(id, "id"), null, true, deliveredHere);
    }

    /**
     * Of a message that was stored.
     *
     * @param makesId called when the id is asked for, from any thread; the id is always the same
     */
    public static Receipt stored(Supplier<String> makesId, int deliveredHere) {
        return new Receipt(null, Objects.requireNonNull(makesId, "makesId"), true, deliveredHere);
    }

    /** Of a message that was not stored. */
    public static Receipt notStored(int deliveredHere) {
        return new Receipt(null, null, false, deliveredHere);
    }

    /** The id of the message ({@code epoch:offset:signature}); absent if it was not stored. */
    @JsonProperty
    public Optional<String> id() {
        return Optional.ofNullable(idOrNull());
    }

    private @Nullable String idOrNull() {
        String known = id;
        if (known == null && makesId != null) {
            known = makesId.get();
            id = known;
        }
        return known;
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
                && Objects.equals(idOrNull(), that.idOrNull());
    }

    @Override
    public int hashCode() {
        return Objects.hash(idOrNull(), stored, deliveredHere);
    }

    @Override
    public String toString() {
        return new Description(Receipt.class).with("id", idOrNull()).with("stored", stored).with("deliveredHere", deliveredHere)
                .toString();
    }
}
