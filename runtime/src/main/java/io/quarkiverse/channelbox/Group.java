package io.quarkiverse.channelbox;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/**
 * A named set of channels. It exists while it has a channel or history; a {@code Group} is only a handle on the name, costs
 * nothing to create, and stays valid. See {@link Destination} for threads and order.
 * <p>
 * <b>Scope.</b> What brings a {@code Uni} is of all nodes, and lazy: each subscription asks anew. What is of this node only is
 * behind {@link #local()}; besides, {@link #join} and {@link #leave} are of a connection of this node, and take effect at once.
 * <p>
 * <b>Injection.</b> In an endpoint with one {@link ChannelGroup} that its connections join when they open,
 * {@code @Inject Group} is the group of the connection that is being served, in every method of the endpoint, on whichever
 * thread it is called. Elsewhere the build says to inject {@link ChannelBox}. A call that comes when no connection is being
 * served, for instance from a task that a method has started, is a {@link ConnectionNotActiveException}: there
 * {@code channelBox.group(name)} will do.
 */
public interface Group extends Audience {

    /** The full name, for instance {@code chat-lobby}. */
    String name();

    /**
     * Makes a connection a member with the default options.
     *
     * @see #join(WebSocketConnection, JoinOptions)
     */
    default Channel join(WebSocketConnection connection) {
        return join(connection, JoinOptions.defaults());
    }

    /**
     * Makes a connection of any WebSockets Next endpoint of this node a member. It leaves by itself when the connection
     * closes or breaks.
     * <p>
     * Joining twice is one membership: the second join returns the same channel, after it has applied the attributes, the
     * payload type and the expiry that its options set; nothing is replayed again.
     * <p>
     * If the client named a position of the group when it connected ({@code ?resume}), not more than a minute ago and for the
     * first time, the member gets what it missed, as with {@link JoinOptions#resumeAfter}, instead of a replay.
     *
     * @param connection what a callback of the endpoint is passed. One that was injected stands for the connection that is
     *        being served, and is it from then on
     * @throws ConnectionClosedException if the connection is closed
     * @throws ConnectionNotActiveException if it was injected, and no connection is being served
     * @throws GroupFullException if {@code max-channels-per-group} or {@code max-channels} is reached
     */
    Channel join(WebSocketConnection connection, JoinOptions options);

    /**
     * Ends the membership of a connection; the connection stays open.
     *
     * @return whether it was a member
     * @throws ConnectionNotActiveException if it was injected, and no connection is being served
     */
    boolean leave(WebSocketConnection connection);

    /** What is of this node only. */
    Local local();

    /**
     * How many channels the group has.
     *
     * @return fails with {@link EngineUnavailableException} if the other nodes cannot be asked
     */
    @CheckReturnValue
    Uni<Integer> size();

    /**
     * Who is in the group, on all nodes, in no particular order: one entry a channel, or one a user, if
     * {@code quarkus.channel-box.presence.by} says so for the group. They are those who are there now: it does not wait for
     * {@code presence.leave-delay}.
     *
     * @return fails with {@link EngineUnavailableException} if the other nodes cannot be asked
     */
    @CheckReturnValue
    Uni<List<PresenceEntry>> presence();

    /**
     * Reads the group's stored messages.
     *
     * @return the messages asked for, in the order of their ids unless the query says backward; never {@code null}; fails with
     *         {@link EngineUnavailableException} if Redis is needed and cannot be asked
     */
    @CheckReturnValue
    Uni<List<ChannelMessage>> history(HistoryQuery query);

    /**
     * Forgets the group's stored messages.
     *
     * @return how many there were; fails with {@link EngineUnavailableException} if Redis is needed and cannot be asked
     */
    @CheckReturnValue
    Uni<Integer> flushHistory();

    /**
     * Makes all members leave, on all nodes; their connections stay open and the history stays. Those of this node leave
     * first, whether the other nodes can be asked or not.
     *
     * @return how many left; fails with {@link EngineUnavailableException} if the other nodes cannot be asked or one of them
     *         did not answer in time
     */
    @CheckReturnValue
    Uni<Integer> flush();

    /**
     * Closes the connection of one member, on whichever node it is.
     *
     * @param connectionId {@link WebSocketConnection#id()}
     * @return whether there was such a member, as soon as it was found; fails with {@link EngineUnavailableException} if it was
     *         not, and the other nodes cannot be asked or one of them did not answer in time
     */
    @CheckReturnValue
    Uni<Boolean> disconnect(String connectionId, CloseReason reason);

    /** The group as it is on this node. All of it are snapshots, and nothing waits. */
    interface Local {

        /** How many channels the group has on this node. */
        int size();

        /** The channels that the group has on this node. */
        Collection<Channel> channels();

        /**
         * The channel of a connection of this node, if it is a member.
         *
         * @throws ConnectionNotActiveException if it was injected, and no connection is being served
         */
        Optional<Channel> channel(WebSocketConnection connection);

        /** How the group is doing on this node; with no channels if it has none here. */
        NodeSnapshot.GroupState snapshot();
    }
}
