package io.quarkiverse.channelbox.chat;

import org.jspecify.annotations.NullMarked;

/** What people say: the frames of the chat endpoints, in both directions. */
@NullMarked
public record ChatMessage(String username, String message) {
}
