package org.acme.chat;

public record ChatMessage(String username, String message) {
}
