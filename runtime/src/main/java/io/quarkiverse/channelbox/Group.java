package io.quarkiverse.channelbox;

import java.util.Collection;
import java.util.List;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/**
 * A named set of channels. It exists while it has a channel or history; a {@code Group} is only a handle on the name, costs
 * nothing to create, and stays valid. See {@link Audience} for threads and order.
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
     *
     * @throws IllegalStateException if the connection is closed
     * @throws GroupFullException if {@code max-channels-per-group} or {@code max-channels} is reached
     */
    Channel join(WebSocketConnection connection, JoinOptions options);

    /**
     * Ends the membership of a connection; the connection stays open.
     *
     * @return whether it was a member
     */
    boolean leave(WebSocketConnection connection);

    /** A snapshot of this node's channels of the group. */
    Collection<Channel> channels();

    /** The number of this node's channels of the group. */
    int size();

    /**
     * The number of channels that the group has on all nodes. With the local engine that is {@link #size()}.
     *
     * @return fails with {@link EngineUnavailableException} if the other nodes cannot be asked
     */
    @CheckReturnValue
    Uni<Integer> sizeOnAllNodes();

    /**
     * Who is in the group: one entry a channel, those of all nodes, in no particular order.
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
     * @return how many left; fails with {@link EngineUnavailableException} if the other nodes cannot be asked
     */
    @CheckReturnValue
    Uni<Integer> flush();

    /**
     * Closes the connection of one member, on whichever node it is.
     *
     * @param connectionId {@link WebSocketConnection#id()}
     * @return whether there was such a member; fails with {@link EngineUnavailableException} if it is not on this node and the
     *         other nodes cannot be asked
     */
    @CheckReturnValue
    Uni<Boolean> disconnect(String connectionId, CloseReason reason);
}
