package io.quarkiverse.channelbox;

import java.util.List;
import java.util.Map;

import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/**
 * The entry point: inject it anywhere and send to a group by its name.
 *
 * <pre>
 * &#64;Inject
 * ChannelBox channelBox;
 *
 * channelBox.group("chat-lobby").sendAndForget(new ChatMessage("System", "Hello"));
 * </pre>
 *
 * All of it is thread-safe and may be called from event loops, workers and virtual threads.
 */
public interface ChannelBox {

    /**
     * The group of that name; it need not have a member.
     *
     * @throws InvalidGroupNameException if the name is not acceptable (empty, too long, characters that are not allowed)
     */
    Group group(String name);

    /**
     * The union of several groups: a connection that is in more than one of them gets a message once. What is sent to it is
     * not stored, since history belongs to one group: {@link SendOptions#saveHistory(boolean)} fails the send.
     *
     * @throws InvalidGroupNameException if a name is not acceptable
     */
    Audience groups(String... names);

    /**
     * All connections of one identity that are in any group: each gets a message once. What is sent to it is not stored.
     *
     * @param principalName the name of the principal that was authenticated at the upgrade
     */
    Audience user(String principalName);

    /** The groups that have a channel on this node, by name: a snapshot. */
    Map<String, GroupInfo> groups();

    /**
     * The groups that have a channel on any node, by name. With the local engine that is {@link #groups()}.
     *
     * @return fails with {@link EngineUnavailableException} if the other nodes cannot be asked
     */
    @CheckReturnValue
    Uni<Map<String, GroupInfo>> groupsOnAllNodes();

    /** The channels of one connection, one for each group that it is in: a snapshot, in the order of the joins. */
    List<Channel> channels(WebSocketConnection connection);

    /**
     * Makes all members of all groups leave, on all nodes; their connections stay open, histories stay. Those of this node
     * leave before the other nodes are told.
     *
     * @return fails with {@link EngineUnavailableException} if the other nodes cannot be asked
     */
    @CheckReturnValue
    Uni<FlushReport> flushGroups();

    /**
     * The stored messages of all groups that have any, by group, oldest first.
     *
     * @return fails with {@link EngineUnavailableException} if Redis is needed and cannot be asked
     */
    @CheckReturnValue
    Uni<Map<String, List<ChannelMessage>>> history();

    /**
     * Forgets the stored messages of all groups.
     *
     * @return how many there were; fails with {@link EngineUnavailableException} if Redis is needed and cannot be asked, when
     *         some may have been forgotten
     */
    @CheckReturnValue
    Uni<Integer> flushHistory();

    /**
     * Does at once what the scheduled cleanup does: closes the connections of expired channels (close code 4408), removes
     * messages that are too old, forgets groups that are empty. Does not block. The other nodes are told to do the same; the
     * report is of this one.
     */
    CleanupReport cleanExpired();
}
