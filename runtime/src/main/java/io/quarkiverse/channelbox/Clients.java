package io.quarkiverse.channelbox;

import io.quarkus.websockets.next.CloseReason;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/**
 * The connections of one identity ({@link User}), or one connection ({@link Client}), on whichever nodes they are. They need
 * not be in a group. What is sent to them is not stored, since history belongs to one group:
 * {@link SendOptions#saveHistory(boolean)} and {@link SendOptions#idempotencyKey(String)} fail the send.
 * <p>
 * Each {@code Uni} is lazy: each subscription does it once. What this node has to do is done at once, whether the other nodes
 * can be asked or not.
 */
public interface Clients extends Destination {

    /**
     * Makes them members of a group with the default options.
     *
     * @see #join(String, JoinOptions)
     */
    @CheckReturnValue
    default Uni<Integer> join(String group) {
        return join(group, JoinOptions.defaults());
    }

    /**
     * Makes them members of a group, each as {@link Group#join(io.quarkus.websockets.next.WebSocketConnection, JoinOptions)}
     * does on its node.
     *
     * @return how many connections are members now, those that were before among them; 0 if there is no such connection. Fails
     *         with {@link GroupFullException} if there is no place for one of them (others may have joined), and with
     *         {@link EngineUnavailableException} if other nodes cannot be asked or did not answer in time, when their
     *         connections may have joined or not
     * @throws InvalidGroupNameException if the name is not acceptable
     */
    @CheckReturnValue
    Uni<Integer> join(String group, JoinOptions options);

    /**
     * Ends their memberships of a group; they stay open.
     *
     * @return how many were members; fails with {@link EngineUnavailableException} if other nodes cannot be asked or did not
     *         answer in time
     * @throws InvalidGroupNameException if the name is not acceptable
     */
    @CheckReturnValue
    Uni<Integer> leave(String group);

    /**
     * Closes them, with a close frame after what was sent before.
     *
     * @return how many were closed; fails with {@link EngineUnavailableException} if other nodes cannot be asked or did not
     *         answer in time
     */
    @CheckReturnValue
    Uni<Integer> disconnect(CloseReason reason);
}
