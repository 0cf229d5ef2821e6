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
    private final int receiversOfEach;
    private final int limit;
    private final boolean isBurst;
    private long sent;
    private long delivered;

    /**
     * @param receiversOfEach of each message
     * @param limit how many messages are on their way, at the most
     * @param isBurst whether it is filled only when none is on its way
     */
    Window(List<Group> groups, int receiversOfEach, int limit, boolean isBurst) {
        this.groups = groups;
        this.receiversOfEach = receiversOfEach;
        this.limit = limit;
        this.isBurst = isBurst;
    }

    /** Of a connection that does not count. */
    static Window none() {
        return new Window(List.of(), 1, 0, false);
    }

    List<Group> groups() {
        return groups;
    }

    /** How many messages have not reached all members yet, at least. */
    private long inFlight() {
        return sent - delivered / receiversOfEach;
    }

    void delivered(int messages) {
        delivered += messages;
    }

    /** Returns whether there was room. */
    boolean fill(String padding) throws IOException {
        if (isBurst && inFlight() > 0) {
            return false;
        }
        boolean hasSent = false;
        while (inFlight() < limit) {
            sendNext(padding);
            hasSent = true;
        }
        return hasSent;
    }

    void sendNext(String padding) throws IOException {
        groups.get((int) (sent % groups.size())).send(Latencies.stamp() + padding);
        sent++;
    }
}
