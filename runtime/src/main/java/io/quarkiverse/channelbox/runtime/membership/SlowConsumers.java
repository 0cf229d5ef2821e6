package io.quarkiverse.channelbox.runtime.membership;

import java.util.List;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.lane.SlowAction;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;

/** Counts, and tells, what became of the connections that do not take what is sent to them. */
@Singleton
public class SlowConsumers {

    private static final String SILENT = "silent";
    private static final String BOUND = "more than quarkus.channel-box.max-buffered waited for its socket";
    private static final String POLICY = " (what becomes of slow ones: quarkus.channel-box.slow-consumer)";

    private final Counts counts;
    private final OperatorLog log;

    public SlowConsumers(Counts counts, OperatorLog log) {
        this.counts = counts;
        this.log = log;
    }

    void count(Connection connection, SlowAction action) {
        counts.slow(action.tag());
        // When the line is written it may be in no group any more.
        String name = name(connection);
        switch (action) {
            case DISCONNECTED -> log.warn(action, () -> name + " was closed with 1013: " + BOUND + POLICY);
            case DROPPED -> log.warn(action, () -> name + " misses messages: " + BOUND + POLICY);
            case CATCHING_UP -> log.info(action, () -> name + " goes on from the history: " + BOUND + POLICY);
            case STALLED -> log.warn(action, () -> name
                    + " was cut off: its socket took nothing for quarkus.channel-box.pong-timeout, although bytes waited");
        }
    }

    /** It is closed as one that is idle for too long, and nothing else tells the two apart. */
    void silent(Connection connection) {
        String name = name(connection);
        log.info(SILENT, () -> name + " was closed with 4408: it answered no ping within"
                + " quarkus.channel-box.pong-timeout (how often there is one: ping-interval)");
    }

    /** With a group by which an operator knows what it is about. */
    private static String name(Connection connection) {
        List<Member> members = connection.members();
        String groups = members.isEmpty() ? "no group" : "group '" + Printable.of(members.get(0).group()) + "'";
        return "Connection " + connection.id() + " in " + groups
                + (members.size() > 1 ? " and " + (members.size() - 1) + " more" : "");
    }
}
