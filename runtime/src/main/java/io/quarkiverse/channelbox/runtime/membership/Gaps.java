package io.quarkiverse.channelbox.runtime.membership;

import java.util.OptionalLong;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;

/** Tells who runs the application that members miss messages, of which those that speak the subprotocol are told. */
@Singleton
public class Gaps {

    private enum Kind {
        ENGINE,
        SKIPPED,
        NOT_RECOVERED,
        LOST
    }

    private final OperatorLog log;

    public Gaps(OperatorLog log) {
        this.log = log;
    }

    /** They did not come to this node. */
    void fromEngine(String group, OptionalLong missed) {
        log.warn(Kind.ENGINE, () -> (missed.isPresent() ? missed.getAsLong() + " messages" : "Messages") + " of " + name(group)
                + " did not come to this node, whose members miss them: it was not connected to Redis, and what is not stored"
                + " (quarkus.channel-box.history.size, history.ttl) cannot be read afterwards");
    }

    /** What other nodes send is too much for this one. */
    void skipped(String group, long waiting, long max) {
        log.warn(Kind.SKIPPED, () -> "A message of another node to " + name(group) + " was left out for the members here: "
                + waiting + " bytes wait on this node to be written, of at most " + max
                + " (quarkus.channel-box.max-pending). Those that are stored come from the history");
    }

    /** A client came back, and what it missed is not there any more. */
    void notRecovered(String group) {
        log.warn(Kind.NOT_RECOVERED, () -> "A client came back to " + name(group)
                + " and could not go on where it was: what it missed is not in the history any more"
                + " (quarkus.channel-box.history.size, history.max-bytes, history.ttl, max-resume)");
    }

    /** A member that catches up is slower than its history is trimmed. */
    void lost(String group) {
        log.warn(Kind.LOST, () -> "A member of " + name(group) + " that catches up misses messages: they are not in the history"
                + " any more (quarkus.channel-box.history.size, history.max-bytes, history.ttl)");
    }

    private static String name(String group) {
        return "group '" + Printable.of(group) + "'";
    }
}
