package io.quarkiverse.channelbox;

import java.time.Duration;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/** One connection, on whichever node it is: {@link ChannelBox#connection}. */
public interface Client extends Clients {

    /**
     * Asks the client, which has to speak {@code channelbox.v1}. It gets a message that wants an answer, which is not
     * stored and has no id.
     * <p>
     * The {@code Uni} is lazy: each subscription asks once, and one that is cancelled forgets the question.
     * <p>
     * <b>Threads.</b> The answer comes on the event loop that subscribed, if one did, else on any event loop.
     *
     * @param event the name by which the client knows what to do ({@code client.answer(event, handler)}); not empty
     * @param payload what goes with it, encoded as a payload that is sent; not {@code null}
     * @param timeout how long the answer is waited for
     * @return the answer; fails with {@link NoAnswerException}, which has the reason, if there is no such connection, if it
     *         does not speak {@code channelbox.v1}, ends before it answers, does not answer in time, or answers with an error;
     *         with {@link PayloadException} if the payload cannot be encoded, with {@link OverloadedException} if
     *         {@code quarkus.channel-box.max-asks} are open or too much waits on this node already, and with
     *         {@link EngineUnavailableException} if it is not on this node and the others cannot be asked
     * @throws IllegalArgumentException if the event is empty, or the time-out not positive
     */
    @CheckReturnValue
    Uni<Answer> ask(String event, Object payload, Duration timeout);
}
