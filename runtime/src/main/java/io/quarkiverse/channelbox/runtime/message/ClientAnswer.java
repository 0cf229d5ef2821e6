package io.quarkiverse.channelbox.runtime.message;

import java.util.Optional;

/**
 * What a client answered.
 *
 * @param principal as which it is connected
 * @param json as the client sent it; {@code null} as JSON has it if there is an error
 * @param error why it could not answer, if it could not
 */
public record ClientAnswer(String connectionId, Optional<String> principal, String json, Optional<String> error) {
}
