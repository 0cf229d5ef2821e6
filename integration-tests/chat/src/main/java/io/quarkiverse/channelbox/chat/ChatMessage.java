package io.quarkiverse.channelbox.chat;

/** What people say: the frames of the chat endpoints, in both directions. */
public record ChatMessage(String username, String message) {
}
