package io.quarkiverse.channelbox.runtime.message;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.settings.GroupSettings;

/**
 * A message that is to be published.
 *
 * @param settings those of the group; {@code null} if the target is not a single group
 * @param store whether the group's history gets it
 * @param whenWritten called when its last write on this node was made; {@code null} if nobody has to know
 */
public record Publication(Target target, EncodedPayload payload, SendOptions options, GroupSettings settings, boolean store,
        Runnable whenWritten) {

    public Publication(Target target, EncodedPayload payload, SendOptions options, GroupSettings settings, boolean store) {
        this(target, payload, options, settings, store, null);
    }
}
