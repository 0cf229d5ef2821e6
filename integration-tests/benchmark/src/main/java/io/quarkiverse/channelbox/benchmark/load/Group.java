package io.quarkiverse.channelbox.benchmark.load;

import java.util.ArrayList;
import java.util.List;

/** A group and how far its messages have come. */
final class Group {

    final String name;
    final List<Member> members = new ArrayList<>();
    long sent;
    long delivered;

    Group(String name) {
        this.name = name;
    }

    /** How many messages have not reached all members yet. */
    long inFlight() {
        return sent - delivered / members.size();
    }
}
