package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/** What tells a member that it has joined, before anything else of the group comes. Used on the lane. */
final class Greeting {

    private final Member member;
    /** {@code null} if it had joined long before. */
    private final Joining joining;
    /** {@code null} as long as it is not known, for clients that do not know such frames, and when it was written. */
    private EncodedPayload frame;
    private boolean isTold;
    private final Deque<Runnable> afterwards = new ArrayDeque<>(1);

    Greeting(Member member, Joining joining) {
        this.member = member;
        this.joining = joining;
        this.isTold = joining == null;
    }

    /** @param first {@code null} for nothing */
    void is(EncodedPayload first, Runnable whenTold) {
        frame = first;
        afterwards.addFirst(whenTold);
    }

    /** Whether there is something to be written. */
    boolean isWaiting() {
        return frame != null;
    }

    /** Whether the client knows that it has joined, as far as it is told. */
    boolean isTold() {
        return isTold;
    }

    /** Adds it to what is about to be written. */
    void take(List<EncodedPayload> payloads) {
        if (frame != null) {
            payloads.add(frame);
            frame = null;
        }
        isTold = true;
    }

    /** It was written. */
    void written() {
        while (!afterwards.isEmpty()) {
            afterwards.poll().run();
        }
    }

    /** Does something when the client knows that it has joined. */
    void afterwards(Runnable task) {
        afterwards.add(task);
    }

    /** The member has left, of which it is told next: its join is answered before. Returns whether that could be written. */
    boolean tellBeforeItsEnd() {
        if (isTold) {
            return true;
        }
        EncodedPayload last = frame != null ? frame : member.writer().joined(joining.unknown(), joining.ref());
        frame = null;
        isTold = true;
        boolean isWritten = last == null || member.writer().tell(last);
        written();
        return isWritten;
    }
}
