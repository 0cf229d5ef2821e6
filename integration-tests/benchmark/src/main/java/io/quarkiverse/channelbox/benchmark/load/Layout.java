package io.quarkiverse.channelbox.benchmark.load;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which connection is in which groups.
 *
 * @param groups how many there are
 * @param members how many each of them has
 * @param groupsOfEach how many groups a connection is in
 */
record Layout(int groups, int members, int groupsOfEach) {

    int connections() {
        return groups * members / groupsOfEach;
    }

    /**
     * Connections that open one after the other are in the same groups, and only a few: so each group's members are spread over
     * the server's event loops, and no two groups have many of them in common.
     */
    List<Group> groupsOf(int connection, List<Group> all) {
        int first = (int) ((long) connection * groupsOfEach / members);
        int stride = groups / groupsOfEach + 1;
        return IntStream.range(0, groupsOfEach).mapToObj(i -> all.get((first + i * stride) % groups)).toList();
    }

    /**
     * So that {@code inFlight} messages are on their way to each connection, however many groups it is in.
     *
     * @param receivers of each message
     */
    List<Window> windows(List<Group> all, int receivers, int inFlight, boolean isBurst) {
        if (groupsOfEach > 1) {
            return List.of(new Window(all, receivers, inFlight * groups / groupsOfEach, isBurst));
        }
        List<Window> windows = new ArrayList<>();
        all.forEach(group -> windows.add(new Window(List.of(group), receivers, inFlight, isBurst)));
        return windows;
    }
}
