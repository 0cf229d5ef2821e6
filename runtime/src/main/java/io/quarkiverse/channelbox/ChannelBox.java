package io.quarkiverse.channelbox;

import java.util.List;
import java.util.Map;
import java.util.Set;

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
 * <p>
 * <b>Scope.</b> What brings a {@code Uni} is of all nodes, and lazy: each subscription asks anew. With the local engine there
 * is one node. What is of this node only is behind {@link #local()}.
 * <p>
 * It is a normal-scoped bean: {@code @InjectMock} replaces it in a test.
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
     * not stored, since history belongs to one group: {@link SendOptions#saveHistory(boolean)} fails the send, and so does
     * {@link SendOptions#idempotencyKey}.
     *
     * @throws InvalidGroupNameException if a name is not acceptable
     */
    Audience groups(String... names);

    /**
     * All connections of one identity, on all nodes, in a group or not: those that speak {@code channelbox.v1} from their
     * upgrade on, any other from its first join on.
     *
     * @param principalName the name of the principal that was authenticated at the upgrade, of whatever endpoint
     */
    User user(String principalName);

    /**
     * One connection, on whichever node it is, in a group or not: one that speaks {@code channelbox.v1} from its upgrade on,
     * any other from its first join on. If there is none, nothing is sent and no send fails.
     *
     * @param connectionId {@link WebSocketConnection#id()}
     */
    Client connection(String connectionId);

    /** What is of this node only. */
    Local local();

    /**
     * The groups that have a channel, by name.
     *
     * @return fails with {@link EngineUnavailableException} if the other nodes cannot be asked
     */
    @CheckReturnValue
    Uni<Map<String, GroupInfo>> groups();

    /**
     * Makes all members of all groups leave; their connections stay open, histories stay. Those of this node leave first,
     * whether the other nodes can be asked or not.
     *
     * @return fails with {@link EngineUnavailableException} if the other nodes cannot be asked or one of them did not answer in
     *         time
     */
    @CheckReturnValue
    Uni<FlushReport> flushGroups();

    /**
     * The names of the groups that have stored messages, whether or not they have a channel.
     *
     * @return fails with {@link EngineUnavailableException} if Redis is needed and cannot be asked
     */
    @CheckReturnValue
    Uni<Set<String>> groupsWithHistory();

    /**
     * The stored messages of all groups that have any, by group, oldest first. They are in memory all at once: where there
     * may be many, ask {@link #groupsWithHistory()} and read {@linkplain Group#history group by group}.
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
     * messages that are too old, forgets groups that are empty. This node does it first, whether the other nodes can be asked
     * or not.
     *
     * @return what was done on all nodes together; fails with {@link EngineUnavailableException} if the other nodes cannot be
     *         asked or one of them did not answer in time
     */
    @CheckReturnValue
    Uni<CleanupReport> cleanExpired();

    /** The groups and channels of this node. All of it are snapshots, and nothing waits. */
    interface Local {

        /** The groups that have a channel on this node, by name, and how many they have here. */
        Map<String, GroupInfo> groups();

        /** How many channels there are on this node. */
        int size();

        /**
         * The channels of one connection of this node, one for each group that it is in, in the order of the joins.
         *
         * @throws ConnectionNotActiveException if it was injected, and no connection is being served
         */
        List<Channel> channels(WebSocketConnection connection);

        /**
         * How this node is doing: its largest and busiest groups, slow members, lanes, engine. It looks at every connection of
         * the node once, so that it is for people and every few seconds, not for each message.
         */
        NodeSnapshot snapshot();
    }
}
