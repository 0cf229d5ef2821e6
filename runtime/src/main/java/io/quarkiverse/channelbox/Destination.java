package io.quarkiverse.channelbox;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/**
 * What a message can be sent to: one {@link Group}, the union of several groups, all connections of one user, or one
 * connection; on whichever nodes they are.
 * <p>
 * <b>Threads.</b> All methods may be called from any thread: event loops, workers, virtual threads. Nothing here waits for a
 * client: a message is handed to the event loops of the members' connections, and a slow member delays nobody.
 * <p>
 * <b>Back pressure.</b> What the event loops have not written yet is bounded by {@code quarkus.channel-box.max-pending}, of
 * each message once for every member. Beyond half of it receipts come when less waits, beyond it sends fail with
 * {@link OverloadedException}.
 * <p>
 * <b>Order.</b> All members of a group, on all nodes, see the messages of the group in one order, which is the order of the
 * message ids. A send that completes before another one starts comes first; therefore the messages that one publisher sends
 * one after the other keep their order. Messages without history have no id but keep their place in that order. Between
 * different groups, and between a group and a union, a user or a connection, no order is promised beyond that of one publisher
 * that waits for each send before the next.
 * <p>
 * <b>Failures</b> of channel-box's own are a {@link ChannelBoxException}.
 */
public interface Destination {

    /**
     * Sends a payload with the default options.
     *
     * @see #send(Object, SendOptions)
     */
    @CheckReturnValue
    default Uni<Receipt> send(Object payload) {
        return send(payload, SendOptions.defaults());
    }

    /**
     * Sends a payload.
     * <p>
     * The {@code Uni} is lazy: each subscription sends once. It completes when the message has its place in the order, is
     * stored if it is to be, and was handed to the channels of this node; sockets are written after that. It completes later if
     * more than half of {@code quarkus.channel-box.max-pending} waits on this node by then. If the connection to
     * Redis is lost after Redis took the message, it completes at once: the channels of this node get a message that was stored
     * when Redis is back.
     *
     * @param payload what to send; see {@link PayloadType} for how it is encoded; not {@code null}
     * @return the receipt; fails with {@link PayloadException} if the payload cannot be encoded, does not fit the group or a
     *         member on this node, or is too large to be stored, and with {@link EngineUnavailableException} if Redis is needed
     *         and away, too slow, or refuses, with {@link OverloadedException} if more waits on this node than
     *         {@code quarkus.channel-box.max-pending} allows, and with {@link IllegalArgumentException} if it is to be stored,
     *         or has an idempotency key, and this is not one group
     */
    @CheckReturnValue
    Uni<Receipt> send(Object payload, SendOptions options);

    /**
     * Sends a payload with the default options and does not wait.
     *
     * @see #sendAndForget(Object, SendOptions)
     */
    default void sendAndForget(Object payload) {
        sendAndForget(payload, SendOptions.defaults());
    }

    /**
     * Sends a payload and does not wait: a failure is logged as a warning and counted, it is never thrown. Of one kind the log
     * has one such warning a second at most, with how many there were since the one before: while Redis is away, while too much
     * waits on this node, or whatever else it is.
     */
    void sendAndForget(Object payload, SendOptions options);

    /**
     * Sends a payload with the default options and waits for the receipt.
     *
     * @see #sendAndAwait(Object, SendOptions)
     */
    default Receipt sendAndAwait(Object payload) {
        return sendAndAwait(payload, SendOptions.defaults());
    }

    /**
     * Sends a payload and waits for the receipt.
     *
     * @throws PayloadException if the payload cannot be encoded, does not fit the group or a member on this node, or is too
     *         large to be stored
     * @throws EngineUnavailableException if Redis is needed and away, too slow, or refuses
     * @throws OverloadedException if more waits on this node than {@code quarkus.channel-box.max-pending} allows
     * @throws IllegalArgumentException if it is to be stored, or has an idempotency key, and this is not one group
     * @throws IllegalStateException if the current thread must not block (an event loop) and it would have to, since Redis is
     *         needed, or since more than half of {@code quarkus.channel-box.max-pending} waits; nothing was sent then
     */
    Receipt sendAndAwait(Object payload, SendOptions options);
}
