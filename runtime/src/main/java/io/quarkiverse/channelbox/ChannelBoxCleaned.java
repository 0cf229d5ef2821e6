package io.quarkiverse.channelbox;

/**
 * CDI event: a cleanup ran, by schedule or by {@link ChannelBox#cleanExpired()}. It is observed like {@link ChannelJoined},
 * on the thread of the cleanup.
 *
 * @param report what it did
 */
public record ChannelBoxCleaned(CleanupReport report) {
}
