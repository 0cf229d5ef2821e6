package io.quarkiverse.channelbox.storm;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one participant does: see participant.js.
 *
 * @param validFor how long its tokens are valid, at least and at the most, in seconds
 * @param tokenIn "query" or "protocol"
 */
record Role(String name, String hall, String team, List<String> rooms, int seed, List<Integer> validFor, String tokenIn,
        boolean reloads, boolean leaves, boolean loops) {

    private static final int HALLS = 2;
    private static final int ROOMS = 5;
    private static final int ROOMS_EACH = 3;
    private static final List<Integer> VALID_FOR = List.of(4, 15);

    /** A mixture of everything. */
    static List<Role> mixed(int count, long seed) {
        return IntStream.range(0, count).mapToObj(i -> new Role("client-" + i, "h" + i % HALLS, "t" + i % HALLS,
                IntStream.range(i, i + ROOMS_EACH).mapToObj(room -> "room-" + room % ROOMS).toList(),
                (int) seed * 31 + i, VALID_FOR, i % 3 == 0 ? "protocol" : "query", i % 4 == 1, i % 4 == 2, i % 4 == 3))
                .toList();
    }

    Stream<String> groups() {
        return Stream.concat(Stream.of("hall-" + hall, "team-" + team), rooms.stream());
    }
}
