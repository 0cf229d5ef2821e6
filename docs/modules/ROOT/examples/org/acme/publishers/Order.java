package org.acme.publishers;

public record Order(String number, int lines) {
}
