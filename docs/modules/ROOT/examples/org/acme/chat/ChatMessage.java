package org.acme.chat;

// tag::message[]
public record ChatMessage(String user, String text) {
}
// end::message[]
