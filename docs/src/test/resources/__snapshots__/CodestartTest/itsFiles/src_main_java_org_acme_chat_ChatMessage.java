package org.acme.chat;

public record ChatMessage(String user, String text) {
}
