package io.quarkiverse.channelbox.deployment.payload;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is known of the type of a value.
 *
 * @param classes that it can be of (internal names)
 * @param contents classes that its type arguments name, at any depth: what is in a list, what a lambda returns
 * @param places where a part of it is of unknown type; what has none is unknown where it is used
 */
record Found(Set<String> classes, Set<String> contents, State state, Set<Place> places) {

    enum State {
        /** There is nothing to know: {@code null}, or a new list. */
        NOTHING,
        KNOWN,
        /** At least a part of it can be anything. */
        UNKNOWN
    }

    static final Found NOTHING = new Found(Set.of(), Set.of(), State.NOTHING, Set.of());
    static final Found UNKNOWN = new Found(Set.of(), Set.of(), State.UNKNOWN, Set.of());

    static Found known(String... classes) {
        return new Found(new LinkedHashSet<>(Arrays.asList(classes)), Set.of(), State.KNOWN, Set.of());
    }

    boolean isUnknown() {
        return state == State.UNKNOWN;
    }

    /** What a value is that may be either. */
    Found or(Found other) {
        if (other == NOTHING || equals(other)) {
            return this;
        }
        if (this == NOTHING) {
            return other;
        }
        return new Found(union(classes, other.classes), union(contents, other.contents),
                State.values()[Math.max(state.ordinal(), other.state.ordinal())], union(places, other.places));
    }

    /** The same value, where the other one says what is in it. */
    Found holding(Found inside) {
        return new Found(classes, union(contents, inside.all()), inside.state, inside.places);
    }

    /** What is in it, as a value. */
    Found inside() {
        return contents.isEmpty() && state == State.KNOWN ? NOTHING : new Found(contents, contents, state, places);
    }

    Set<String> all() {
        return union(classes, contents);
    }

    /** An unknown one that nobody has said the place of is here. */
    Found at(Place place) {
        return isUnknown() && places.isEmpty() ? new Found(classes, contents, state, Set.of(place)) : this;
    }

    private static <T> Set<T> union(Set<T> some, Set<T> others) {
        if (some.containsAll(others)) {
            return some;
        }
        Set<T> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return all;
    }
}
