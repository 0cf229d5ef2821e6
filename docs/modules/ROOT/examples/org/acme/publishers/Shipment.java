package org.acme.publishers;

public record Shipment(String order, String carrier) {
}
