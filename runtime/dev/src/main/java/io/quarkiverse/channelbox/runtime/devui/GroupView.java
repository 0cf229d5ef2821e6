package io.quarkiverse.channelbox.runtime.devui;

import java.util.List;
import java.util.Map;

/**
 * One group: a page of its channels on this node, and the newest of its stored messages.
 *
 * @param channels how many channels it has
 * @param matching how many of them are asked for
 * @param history the newest first
 * @param trouble why the history cannot be read, or why no group can have that name; {@code null} if all is well
 */
public record GroupView(String name, String template, int channels, double messagesPerSecond, long bufferedBytes,
        int matching, List<ChannelRow> rows, List<MessageRow> history, String trouble) {

    /**
     * A channel; times in milliseconds since the epoch.
     *
     * @param principal {@code null} if nobody is authenticated
     * @param protocol whether the connection speaks {@code channelbox.v1}
     */
    public record ChannelRow(String connection, String principal, Map<String, String> attributes, long since,
            long lastActive, boolean protocol, boolean catchingUp, long bufferedBytes) {
    }

    /**
     * A stored message.
     *
     * @param event {@code null} if it has none
     * @param payload the beginning of it; of bytes, how many they are
     */
    public record MessageRow(String id, long created, String event, String type, String payload) {
    }
}
