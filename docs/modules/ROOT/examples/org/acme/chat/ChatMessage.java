package org.acme.chat;

// tag::message[]
public record ChatMessage(String username, String message) {
}
// end::message[]
