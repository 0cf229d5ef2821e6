package io.quarkiverse.channelbox.runtime.devui;

import java.util.List;

/**
 * A page of the groups of this node.
 *
 * @param groups how many there are
 * @param channels how many channels they have
 * @param matching how many of the groups are asked for
 */
public record GroupPage(int groups, int channels, int matching, List<Row> rows) {

    /**
     * A group.
     *
     * @param messagesPerSecond over about the last ten seconds
     * @param bufferedBytes bytes that wait for the sockets of its channels
     * @param catchingUp channels that read the log
     * @param history stored messages; one more than {@value StoredMessages#MOST} stands for all that are more
     */
    public record Row(String name, String template, int channels, double messagesPerSecond, long bufferedBytes,
            int catchingUp, int history) {
    }
}
