package io.quarkiverse.channelbox;

import java.time.Duration;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Multi;

/** A {@link Destination} of any number of clients, all of which can be asked at once. */
public interface Audience extends Destination {

    /**
     * Asks the clients, and brings who answers what. Only clients that speak {@code channelbox.v1} are asked, each once,
     * however many of the groups it is in: those that are members (or, of a user, connected) at that moment, on whichever
     * nodes. A client gets a message that wants an answer, which is not stored and has no id.
     * <p>
     * The {@code Multi} is lazy: each subscription asks once, and one that is cancelled forgets the question. It brings
     * each answer when it comes, those with an {@linkplain Answer#isError() error} among them, and completes when all that
     * were asked have answered or are gone, or with the time-out, whatever came until then; there is no item for who does
     * not answer. It completes at once if nobody can be asked. A client that does not take what is sent to it, and is
     * therefore closed or left out, is gone; one that was catching up when it was asked, and did not get the question for
     * that reason, may be waited for until the time-out. So may the clients of a node that ends without saying so, but not
     * for more than some 15 seconds.
     * <p>
     * What was sent before, and whose receipt is there, comes to the clients of this node before the question, and to those of
     * other nodes unless their nodes are catching up with a group. What this node has to do is done at once, whether the other
     * nodes can be asked or not.
     * <p>
     * <b>Threads.</b> Answers come on the event loop that subscribed, if one did, else on any event loop: they must not be
     * held up there. Answers that are not asked for yet ({@code request}) are kept: as many as clients were asked, at the most.
     *
     * @param event the name by which the clients know what to do ({@code client.answer(event, handler)}); not empty
     * @param payload what goes with it, encoded as a payload that is sent; not {@code null}
     * @param timeout how long answers are waited for
     * @return fails with {@link PayloadException} if the payload cannot be encoded, with {@link OverloadedException} if
     *         {@code quarkus.channel-box.max-asks} are open or too much waits on this node already, and with
     *         {@link EngineUnavailableException} if the other nodes cannot be asked, when clients of this node may have been
     *         asked in vain
     * @throws IllegalArgumentException if the event is empty, or the time-out not positive
     */
    @CheckReturnValue
    Multi<Answer> ask(String event, Object payload, Duration timeout);
}
