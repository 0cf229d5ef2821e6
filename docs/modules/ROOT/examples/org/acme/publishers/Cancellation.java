package org.acme.publishers;

public record Cancellation(String order, String reason) {
}
