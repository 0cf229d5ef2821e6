package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.util.List;

/**
 * Groups of one size that have a number of messages on their way together; their messages are sent in turn. Where no connection
 * is in two groups each group has a window of its own. Else there is one for all, so that the client need not find out which
 * group a message came from.
 */
final class Window {

    private final List<Group> groups;
    private final int membersOfEach;
    private final int limit;
    private long sent;
    private long delivered;

    Window(List<Group> groups, int membersOfEach, int limit) {
        this.groups = groups;
        this.membersOfEach = membersOfEach;
        this.limit = limit;
    }

    List<Group> groups() {
        return groups;
    }

    /** How many messages have not reached all members yet, at least. */
    private long inFlight() {
        return sent - delivered / membersOfEach;
    }

    void delivered(int messages) {
        delivered += messages;
    }

    void fill(String padding) throws IOException {
        while (inFlight() < limit) {
            sendNext(padding);
        }
    }

    void sendNext(String padding) throws IOException {
        groups.get((int) (sent % groups.size())).send(Latencies.stamp() + padding);
        sent++;
    }
}
