package io.quarkiverse.channelbox.runtime.message;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;

/**
 * A message that is to be published.
 *
 * @param settings those of the group; {@code null} if the target is not a single group
 * @param store whether the group's history gets it
 */
public record Publication(Target target, EncodedPayload payload, SendOptions options, GroupSettings settings, boolean store) {
}
