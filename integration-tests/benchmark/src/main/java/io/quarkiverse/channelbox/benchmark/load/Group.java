package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A group, whose members send in turn. */
final class Group {

    final String name;
    final List<Member> members = new ArrayList<>();
    private int turn;

    Group(String name) {
        this.name = name;
    }

    void send(String message) throws IOException {
        members.get(turn).send(this, message);
        turn = (turn + 1) % members.size();
    }
}
