package io.quarkiverse.channelbox.runtime.engine;

import java.util.List;

/**
 * The newest stored messages of a group.
 *
 * @param messages oldest first
 */
public record LogSlice(List<StoredMessage> messages) {

    public static final LogSlice EMPTY = new LogSlice(List.of());
}
