package io.quarkiverse.channelbox;

/**
 * What a cleanup did on this node.
 *
 * @param expiredChannels how many channels ended since their connection was idle for too long
 * @param closedConnections how many connections were closed for that, with close code 4408
 * @param trimmedMessages how many messages were removed from histories because of their age. With the Redis engine, which goes
 *        on with that after the call, those that were removed since the cleanup before
 * @param examined how many connections the cleanup had to look at; it grows with what has expired (or is about to), not with
 *        the number of connections
 */
public record CleanupReport(int expiredChannels, int closedConnections, int trimmedMessages, int examined) {
}
