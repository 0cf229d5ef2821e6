package io.quarkiverse.channelbox.runtime.engine;

import java.time.Instant;

/**
 * A server is there and refuses to be written to, since it has no memory left or cannot save: what is stored fails, the rest
 * goes on.
 *
 * @param reason as the server says it
 */
public record WritesRefused(String reason, Instant since) {
}
