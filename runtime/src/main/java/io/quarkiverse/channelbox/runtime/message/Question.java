package io.quarkiverse.channelbox.runtime.message;

import java.time.Duration;

/**
 * What clients are asked.
 *
 * @param timeout how long answers are waited for
 */
public record Question(Target target, String event, EncodedPayload payload, Duration timeout) {
}
