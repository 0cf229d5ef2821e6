package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A group, whose members send in turn, or of which one sends everything. */
final class Group {

    final String name;
    final List<Member> members = new ArrayList<>();
    private final boolean takesTurns;
    private int turn;

    Group(String name, boolean takesTurns) {
        this.name = name;
        this.takesTurns = takesTurns;
    }

    void send(String message) throws IOException {
        members.get(turn).send(this, message);
        if (takesTurns) {
            turn = (turn + 1) % members.size();
        }
    }
}
