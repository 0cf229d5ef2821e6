package io.quarkiverse.channelbox.runtime.lane;

import java.util.OptionalLong;

import io.quarkiverse.channelbox.runtime.message.LogStart;

/**
 * A join of which the member is told where in the log it begins.
 *
 * @param ref of the command that the frame {@code joined} answers
 * @param unknown where it begins as long as nothing is known of the log
 */
public record Joining(OptionalLong ref, LogStart unknown) {
}
