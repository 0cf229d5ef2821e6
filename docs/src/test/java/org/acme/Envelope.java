package org.acme;

/** A payload in which there may be anything. */
public record Envelope(String kind, Object data) {
}
