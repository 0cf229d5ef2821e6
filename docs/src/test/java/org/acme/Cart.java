package org.acme;

import java.util.List;

/** A payload with something in it that cannot be encoded. */
public record Cart(List<Item> items) {

    /** What is bought. */
    public record Item(Price price) {
    }
}
