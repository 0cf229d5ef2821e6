package io.quarkiverse.channelbox.runtime.engine;

import java.util.List;
import java.util.Set;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.smallrye.mutiny.Uni;

/**
 * What spans the nodes: it numbers, stores and publishes messages, and hands them to the {@link EngineListener} of every node
 * that has a member. There is no way around it, not even from one member to another on the same node.
 * <p>
 * <b>Order.</b> The messages of a group are handed to every listener in one order, the order of their offsets; a message that
 * is not stored keeps its place between those that are. A publish that has completed comes before every publish that starts
 * later.
 * <p>
 * <b>Atomicity.</b> To check the idempotency key, to number, to store and to publish is one step per group: nobody sees a
 * message in the history that was not published, or the reverse, and no offset is used twice within an epoch.
 * <p>
 * <b>Failure.</b> A publish that fails was neither stored nor delivered, and never will be, unless the failure is an
 * {@link io.quarkiverse.channelbox.EngineUnavailableException} that says that the outcome is unknown.
 * <p>
 * <b>Threads.</b> All methods may be called from any thread and never block.
 */
public interface Engine {

    /** Publishes a message: the call does it, the {@code Uni} tells what became of it. */
    Uni<Receipt> publish(Publication publication);

    /**
     * The listener gets the messages of the group, until {@link #unsubscribe}: those that are published on this node from the
     * call on, and those of other nodes from when the result is there, at the latest. The calls for one group come one at a
     * time; each takes effect in the order of the calls.
     *
     * @return where a new member begins, read after the subscription took effect: what is stored after its end the listener
     *         gets. When it comes, the listener has got all that was stored up to the end and after the subscription took
     *         effect. It is eager, and {@linkplain LogStart#unknown unknown} if it takes too long.
     */
    Uni<LogStart> subscribe(String group, ReplayRequest replay);

    /** The group has no member on this node any more. */
    void unsubscribe(String group);

    /**
     * Reads on in the log of a group, for a member that catches up: what follows a position, up to another one.
     *
     * @param upTo what the log has got in its place since then, if its server has lost it, does not belong to it; if the log
     *        does not know its epoch, there is nothing and it begins nowhere
     * @param maxBytes after how many bytes of payload it ends; the message that exceeds them is not among them, unless it is
     *        the first one
     * @return fails with {@link io.quarkiverse.channelbox.EngineUnavailableException} if the log cannot be read
     */
    Uni<LogSlice> read(String group, LogPosition after, LogPosition upTo, int maxBytes);

    /** Reads the stored messages of a group. */
    Uni<List<StoredMessage>> history(String group, HistoryQuery query);

    /** The groups that have stored messages. */
    Uni<Set<String>> groupsWithHistory();

    /**
     * Forgets the stored messages of a group. Its offsets go on.
     *
     * @return how many there were
     */
    Uni<Integer> flushHistory(String group);

    /**
     * Removes what is too old, at a cost that grows with what is too old, and forgets groups that are empty.
     *
     * @return how many messages were removed
     */
    int trim();
}
