package org.acme;

public record ChatMessage(String username, String message) {
}
