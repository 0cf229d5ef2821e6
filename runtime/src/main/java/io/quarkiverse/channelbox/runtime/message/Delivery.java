package io.quarkiverse.channelbox.runtime.message;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.quarkiverse.channelbox.SendOptions;

/** A published message on its way to the members. */
public final class Delivery {

    private final Publication publication;
    private final LogPosition position;
    /** By which a client answers; {@code null} if nothing is asked. */
    private final String question;
    private final boolean forAll;
    /** How many lanes have to write it still, and one until all of them have it; {@code null} if nobody has to know. */
    private final AtomicInteger unwritten;
    private boolean isHandedOn;
    /** Cached; whoever computes it, it is the same. */
    private volatile EncodedPayload envelope;

    /**
     * @param position its place in the group's order: its own if it was stored, else that of the last stored message before it;
     *        {@code null} if the target is not a single group
     */
    public Delivery(Publication publication, LogPosition position) {
        this(publication, position, null);
    }

    private Delivery(Publication publication, LogPosition position, String question) {
        this.publication = publication;
        this.position = position;
        this.question = question;
        SendOptions options = publication.options();
        this.unwritten = publication.whenWritten() == null ? null : new AtomicInteger(1);
        this.forAll = options.getExcept().isEmpty() && options.getAttributes().isEmpty();
    }

    /** A message that wants an answer, for clients that speak {@code channelbox.v1}. @param ref of the answer */
    public static Delivery question(Question question, String ref) {
        return new Delivery(new Publication(question.target(), question.payload(),
                SendOptions.defaults().event(question.event()), null, false), null, ref);
    }

    public Publication publication() {
        return publication;
    }

    public Target target() {
        return publication.target();
    }

    public EncodedPayload payload() {
        return publication.payload();
    }

    public LogPosition position() {
        return position;
    }

    /** Whether it is in the group's log, at its position. */
    public boolean isStored() {
        return publication.store();
    }

    /** That of the last stored message that comes before this one. */
    public LogPosition positionBefore() {
        return isStored() ? position.at(position.offset() - 1) : position;
    }

    /**
     * The message as clients get it that speak {@code channelbox.v1}.
     *
     * @param positions by which its id is made, if it has one
     */
    public EncodedPayload envelope(PositionSigner positions) {
        EncodedPayload result = envelope;
        if (result == null) {
            String group = target().kind() == Target.Kind.GROUP ? target().name() : null;
            envelope = result = Envelopes.message(group, isStored() ? positions.id(group, position) : null,
                    publication.options().getEvent().orElse(null), question, payload());
        }
        return result;
    }

    public boolean isForAll() {
        return forAll;
    }

    /** Whether somebody has to know when it was {@link #written} by all lanes. */
    public boolean isFollowed() {
        return unwritten != null;
    }

    /** A lane gets it next. Called by whoever hands it to the lanes. */
    public void handingOn() {
        if (isFollowed()) {
            isHandedOn = true;
            unwritten.incrementAndGet();
        }
    }

    /** All lanes that have to write it have it. Called by whoever handed it to them. */
    public void handedOn() {
        if (isHandedOn) {
            written();
        }
    }

    /** A lane has written it, as far as it did; of one that is {@link #isFollowed followed}. From any thread. */
    public void written() {
        if (unwritten.decrementAndGet() == 0) {
            publication.whenWritten().run();
        }
    }

    /** Whether a member gets it. */
    public boolean isFor(String connectionId, Map<String, String> attributes) {
        return forAll || Reach.includes(publication.options(), connectionId, attributes);
    }
}
