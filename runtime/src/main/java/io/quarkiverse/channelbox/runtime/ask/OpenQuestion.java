package io.quarkiverse.channelbox.runtime.ask;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;

/**
 * A question that connections of this node were asked: each of them answers once, or is gone. It ends once, with the last of
 * them or before; what comes from any thread after that is not taken, but an answer that is being taken may come through.
 */
final class OpenQuestion {

    /** How it ends. */
    interface End {

        /** @param isLate whether the time was up */
        void ended(OpenQuestion question, boolean isLate);
    }

    private final String ref;
    private final Set<Connection> missing = ConcurrentHashMap.newKeySet();
    /** Of those whose answers have not been handed on, so that it does not end before they are. */
    private final AtomicInteger left;
    private final Consumer<ClientAnswer> answers;
    private final End end;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    /** @param answers called from any thread, also from several at once */
    OpenQuestion(String ref, Collection<Connection> asked, Consumer<ClientAnswer> answers, End end) {
        this.ref = ref;
        this.missing.addAll(asked);
        this.left = new AtomicInteger(asked.size());
        this.answers = answers;
        this.end = end;
    }

    String ref() {
        return ref;
    }

    /** Returns whether it was waited for. */
    boolean answered(Connection connection, ClientAnswer answer) {
        if (!missing.remove(connection)) {
            return false;
        }
        try {
            answers.accept(answer);
        } finally {
            oneLess();
        }
        return true;
    }

    /** Returns whether it was waited for. */
    boolean gone(Connection connection) {
        boolean isGone = missing.remove(connection);
        if (isGone) {
            oneLess();
        }
        return isGone;
    }

    private void oneLess() {
        if (left.decrementAndGet() == 0) {
            end(false);
        }
    }

    /** Nobody waits any more. */
    void end(boolean isLate) {
        if (hasEnded.compareAndSet(false, true)) {
            end.ended(this, isLate);
        }
    }

    /** Those that have neither answered nor gone: their answers are not taken any more. */
    Collection<Connection> takeMissing() {
        List<Connection> taken = List.copyOf(missing);
        missing.clear();
        return taken;
    }
}
