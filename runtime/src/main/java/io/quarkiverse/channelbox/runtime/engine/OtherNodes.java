package io.quarkiverse.channelbox.runtime.engine;

import java.util.Collection;
import java.util.List;
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

/**
 * What this node tells the others, knows of them and asks of them. Answers are of the nodes that are alive; a node that has
 * ended without saying so is taken to be alive for some seconds.
 * <p>
 * <b>Failure.</b> What is told is told again when the server is there again; what is asked fails while it is away, and, if it
 * is not told otherwise by then, when a node does not answer in time.
 * <p>
 * <b>Threads.</b> All methods may be called from any thread and never block.
 */
public interface OtherNodes {

    /** A channel of this node has come to a group, or has other attributes now. */
    void joined(String group, PresenceEntry entry);

    /** A channel of this node has gone from a group. */
    void left(String group, PresenceEntry entry);

    /** Who is in a group that this node has a member of, as far as was told; it is told to the listener from then on. */
    Collection<PresenceEntry> known(String group);

    /** How many channels a group has, as far as was told; more than are {@link #known} if they are too many to name. */
    int knownSize(String group);

    /** Who is in a group. */
    Uni<List<PresenceEntry>> presence(String group);

    /** How many channels each group has. */
    Uni<Map<String, Integer>> groups();

    /** How many channels a group has. */
    Uni<Integer> size(String group);

    /** Makes all members of a group leave, or of all groups if it is {@code null}; brings how many did. */
    Uni<Integer> flush(String group);

    /** Closes the connection of a member; brings whether there was one, as soon as it is found. */
    Uni<Boolean> disconnect(String group, String connectionId, CloseReason reason);

    /**
     * Makes the connections of a user, or the one connection, members of a group; brings how many are. It is known where a
     * connection is as soon as it is found.
     */
    Uni<Integer> join(Target clients, String group, JoinOptions options);

    /** Ends their memberships of a group; brings how many there were. */
    Uni<Integer> leave(Target clients, String group);

    /** Closes them; brings how many there were. */
    Uni<Integer> disconnect(Target clients, CloseReason reason);

    /**
     * Asks those of the clients that are on other nodes, at each subscription; completes when that is over. To cancel it
     * forgets the question.
     *
     * @param answers called one at a time
     */
    Uni<Asked> ask(Question question, Consumer<ClientAnswer> answers);

    /** Makes the others clean up; brings what they did together. */
    Uni<CleanupReport> cleanExpired();
}
