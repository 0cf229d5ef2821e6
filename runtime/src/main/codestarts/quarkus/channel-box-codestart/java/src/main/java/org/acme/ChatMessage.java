package org.acme;

public record ChatMessage(String user, String text) {
}
