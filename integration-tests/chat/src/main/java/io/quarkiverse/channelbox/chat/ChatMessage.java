package io.quarkiverse.channelbox.chat;

import org.jspecify.annotations.NullMarked;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What people say: the frames of the chat endpoints, in both directions. Jackson is handed it by the extension, which the build
 * does not see.
 */
@NullMarked
@RegisterForReflection
public record ChatMessage(String username, String message) {
}
