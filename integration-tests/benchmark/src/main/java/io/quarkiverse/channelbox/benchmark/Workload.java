package io.quarkiverse.channelbox.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * What is asked of a server.
 *
 * @param members of each group
 * @param groupsOfEach how many groups a connection is in
 * @param load how hard: {@code inFlight=n}, {@code burst=n}, {@code rate=n}, or nothing for idle connections; and other options
 *        of {@code load.LoadClient}
 */
record Workload(String name, int groups, int members, int groupsOfEach, int bytes, List<String> load) {

    static final Workload ONE_GROUP = new Workload("1 × 1,000, 4 in flight", 1, 1000, 128, "inFlight=4");
    static final Workload ALONE = new Workload("1 × 1,000, 1 in flight", 1, 1000, 128, "inFlight=1");
    static final Workload MANY_GROUPS = new Workload("100 × 10, 4 in flight", 100, 10, 128, "inFlight=4");
    static final Workload EACH_IN_MANY = new Workload("100 × 100, each in 10, 4 in flight", 100, 100, 10, 128,
            List.of("inFlight=4"));

    static final List<Workload> ALL = List.of(ONE_GROUP, ALONE,
            new Workload("steady 20,000/s", 1, 1000, 128, "rate=20000"),
            MANY_GROUPS,
            new Workload("1 × 9,000, 4 in flight", 1, 9000, 128, "inFlight=4"),
            EACH_IN_MANY,
            new Workload("1 × 1,000, 4 KB, 4 in flight", 1, 1000, 4096, "inFlight=4"),
            new Workload("1 × 1,000, 4 in flight, except the sender", 1, 1000, 128, "inFlight=4", "except=true"),
            new Workload("1 × 1,000, bursts of 500", 1, 1000, 128, "burst=500"));

    static final Workload IDLE = new Workload("idle", 10, 500, 128);

    Workload(String name, int groups, int members, int bytes, String... load) {
        this(name, groups, members, 1, bytes, List.of(load));
    }

    boolean isSteady() {
        return load.stream().anyMatch(option -> option.startsWith("rate="));
    }

    boolean isBurst() {
        return load.stream().anyMatch(option -> option.startsWith("burst="));
    }

    int connections() {
        return groups * members / groupsOfEach;
    }

    /** See {@code load.LoadClient}. */
    List<String> options(int warmup, int seconds) {
        List<String> options = new ArrayList<>(List.of("groups=" + groups, "members=" + members,
                "groupsOfEach=" + groupsOfEach, "bytes=" + bytes, "warmup=" + warmup, "seconds=" + seconds));
        options.addAll(load);
        return options;
    }
}
