package io.quarkiverse.channelbox.testing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** What came over a socket and was not read, of which it keeps a bounded number. Thread-safe. */
final class Inbox {

    static final int CAPACITY = 10_000;
    /** How many a failure tells of. */
    private static final int LISTED = 20;
    private static final int LISTED_LENGTH = 500;

    private final List<Frame> unread = new LinkedList<>();
    private long lost;
    /** Of all that came, and the end. */
    private long changes;
    private @Nullable Closed closed;

    synchronized void add(Frame frame) {
        if (unread.size() == CAPACITY) {
            lost++;
        } else {
            unread.add(frame);
        }
        changed();
    }

    synchronized void end(Closed how) {
        if (closed == null) {
            closed = how;
        }
        changed();
    }

    private void changed() {
        changes++;
        notifyAll();
    }

    synchronized boolean isEnded() {
        return closed != null;
    }

    synchronized List<Frame> unread() {
        return new ArrayList<>(unread);
    }

    /**
     * The first that is like that; what came before it stays.
     *
     * @param wanted called without a lock, so that it may take its time; again for what it did not want when more has come
     * @param what is waited for, to be told by the failure
     * @throws AssertionError if it does not come, or too much came that nobody read
     */
    Frame take(Predicate<Frame> wanted, String what, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            List<Frame> copy;
            long seen;
            synchronized (this) {
                copy = unread();
                seen = changes;
            }
            for (Frame frame : copy) {
                if (wanted.test(frame) && isTaken(frame)) {
                    return frame;
                }
            }
            awaitChange(seen, what, timeout, end);
        }
    }

    /** {@code false} if somebody else took it. */
    private synchronized boolean isTaken(Frame wanted) {
        for (Iterator<Frame> all = unread.iterator(); all.hasNext();) {
            if (all.next() == wanted) {
                all.remove();
                return true;
            }
        }
        return false;
    }

    private synchronized void awaitChange(long seen, String what, Duration timeout, long end) {
        if (changes != seen && System.nanoTime() < end) {
            return;
        }
        if (closed != null || lost > 0 || !isWaited(end)) {
            throw new AssertionError("There was no " + what + (closed == null ? " within " + seconds(timeout) : "") + ". "
                    + whatCame());
        }
    }

    /** @throws AssertionError if it does not end in time */
    synchronized Closed end(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (closed == null) {
            if (!isWaited(end)) {
                throw new AssertionError("The connection was not closed within " + seconds(timeout) + ". " + whatCame());
            }
        }
        return closed;
    }

    /** Waits for news; {@code false} if there is no time left. */
    private boolean isWaited(long end) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            return false;
        }
        try {
            wait(left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    synchronized String whatCame() {
        String frames = unread.stream().limit(LISTED).map(Frame::toString)
                .map(frame -> "\n  " + frame.substring(0, Math.min(frame.length(), LISTED_LENGTH)))
                .collect(Collectors.joining());
        return (unread.isEmpty() ? "Nothing is unread." : "Unread is:" + frames)
                + (unread.size() > LISTED ? "\n  and " + (unread.size() - LISTED) + " more" : "")
                + (lost == 0 ? "" : "\n" + lost + " more were lost, since " + CAPACITY + " were unread.")
                + (closed == null ? "" : "\nThe connection was closed with " + closed + ".");
    }
}
