package io.quarkiverse.channelbox.runtime.engine;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** What other nodes tell this one and ask of it. Called one at a time; it never blocks. */
public interface NodeListener {

    /** Others have come to a group or gone from it, or have other attributes: what {@link OtherNodes#known} says is new. */
    void presenceChanged(String group);

    /** Whether it wants to know which groups have members on other nodes. */
    boolean observesGroups();

    /** A group has got its first member on other nodes, or lost the last one there; only if it wants to know. */
    void occupiedElsewhere(String group, boolean occupied);

    /** How many channels each group has on this node. */
    Map<String, Integer> sizes();

    /** How many channels a group has on this node. */
    int size(String group);

    /** Who is in a group on this node. */
    Collection<PresenceEntry> members(String group);

    /** With how many channels of a group its members are told who they are; 0 if they are not told at all. */
    int maxPresence(String group);

    /** Makes all members leave that a group has on this node, or all groups if it is {@code null}. */
    Uni<Integer> flush(String group);

    /** Closes the connection of a member that is on this node; brings whether there was one. */
    Uni<Boolean> disconnect(String group, String connectionId, CloseReason reason);

    /** Makes the connections of a user, or the one connection, members of a group. */
    Uni<Reached> join(Target clients, String group, JoinOptions options);

    /** Ends their memberships of a group. */
    Uni<Reached> leave(Target clients, String group);

    /** Closes them. */
    Uni<Reached> disconnect(Target clients, CloseReason reason);

    /**
     * Asks those of the clients that are on this node, at each subscription; completes when that is over, with the time-out at
     * the latest. To cancel it forgets the question.
     *
     * @param answers called from any thread, also from several at once
     */
    Uni<Asked> ask(Question question, Consumer<ClientAnswer> answers);

    Uni<CleanupReport> cleanExpired();
}
