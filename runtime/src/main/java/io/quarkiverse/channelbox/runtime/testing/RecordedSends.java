package io.quarkiverse.channelbox.runtime.testing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.SendObserver;
import io.quarkiverse.channelbox.runtime.observe.Sending;
import io.quarkiverse.channelbox.testing.SentMessage;
import io.quarkiverse.channelbox.testing.SentMessages;

/** The newest sends of this node, as many as there is room for. */
@Singleton
public class RecordedSends implements SentMessages, SendObserver {

    private static final Logger LOG = Logger.getLogger(RecordedSends.class);

    static final int MAX_MESSAGES = 10_000;
    static final int MAX_BYTES = 32 << 20;
    /** How many a failure tells of. */
    private static final int LISTED = 50;

    private final ObjectMapper mapper;
    private final Deque<RecordedSend> sends = new ArrayDeque<>();
    private long bytes;
    private long forgotten;
    /** How many have ended. */
    private long ended;

    public RecordedSends(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public Sending begin(Object caller, Target target, Object payload, SendOptions options) {
        RecordedSend send = new RecordedSend(this, mapper, target, payload, options);
        synchronized (this) {
            sends.add(send);
            forgetTheOldest();
        }
        return send;
    }

    /** It has a size now. One that was forgotten before does not count. */
    synchronized void encoded(RecordedSend send) {
        for (Iterator<RecordedSend> newestFirst = sends.descendingIterator(); newestFirst.hasNext();) {
            if (newestFirst.next() == send) {
                bytes += send.size();
                forgetTheOldest();
                return;
            }
        }
    }

    private void forgetTheOldest() {
        while (sends.size() > MAX_MESSAGES || bytes > MAX_BYTES && sends.size() > 1) {
            bytes -= sends.remove().size();
            forgotten++;
        }
    }

    synchronized void ended() {
        ended++;
        notifyAll();
    }

    @Override
    public synchronized List<SentMessage> all() {
        return sends.stream().filter(RecordedSends::isSent).map(SentMessage.class::cast).toList();
    }

    private static boolean isSent(SentMessage send) {
        return send.receipt().isPresent();
    }

    @Override
    public synchronized List<SentMessage> failed() {
        return sends.stream().filter(send -> send.failure().isPresent()).map(SentMessage.class::cast).toList();
    }

    @Override
    public SentMessage await(String group, Duration timeout) {
        return await("No message to the group '" + Printable.of(group) + "'", message -> message.isTo(group), timeout);
    }

    @Override
    public SentMessage await(Predicate<? super SentMessage> wanted, Duration timeout) {
        return await("No such message", wanted, timeout);
    }

    @Override
    public <T> SentMessage await(Class<T> type, Predicate<? super T> wanted, Duration timeout) {
        return await("No such " + type.getSimpleName(), message -> message.is(type, wanted), timeout);
    }

    /** It tests a copy, without the lock that senders need. */
    private SentMessage await(String none, Predicate<? super RecordedSend> wanted, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            List<RecordedSend> copy;
            long seen;
            synchronized (this) {
                copy = List.copyOf(sends);
                seen = ended;
            }
            for (RecordedSend send : copy) {
                if (isSent(send) && wanted.test(send)) {
                    return send;
                }
            }
            try {
                if (!isMore(seen, end)) {
                    throw nothing(none + " was sent within " + seconds(timeout), wanted);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(none + " was sent until the thread was interrupted; " + whatWas(), e);
            }
        }
    }

    /** Waits until another one has ended; {@code false} if there is no time left. */
    private synchronized boolean isMore(long seen, long end) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left > 0 && ended == seen) {
            wait(left);
        }
        return left > 0;
    }

    /** Only when the time is over it says that one failed, for the application may have tried again. */
    private AssertionError nothing(String none, Predicate<? super RecordedSend> wanted) {
        List<RecordedSend> copy;
        synchronized (this) {
            copy = List.copyOf(sends);
        }
        for (RecordedSend send : copy) {
            Throwable failure = send.failure().orElse(null);
            if (failure != null && isWanted(send, wanted)) {
                return new AssertionError(none + ", but it failed: " + failure + "; " + whatWas(), failure);
            }
        }
        return new AssertionError(none + "; " + whatWas());
    }

    /** A predicate may ask for what one that failed does not have. */
    private static boolean isWanted(RecordedSend failed, Predicate<? super RecordedSend> wanted) {
        try {
            return wanted.test(failed);
        } catch (RuntimeException e) {
            LOG.debugf(e, "%s is not what is waited for", failed);
            return false;
        }
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    private synchronized String whatWas() {
        if (sends.isEmpty()) {
            return "nothing was sent";
        }
        int older = Math.max(0, sends.size() - LISTED);
        return sends.stream().skip(older).map(send -> "\n  " + send).collect(Collectors.joining("", "there were:"
                + (older + forgotten == 0 ? "" : "\n  " + (older + forgotten) + " older ones"), ""));
    }

    @Override
    public synchronized long forgotten() {
        return forgotten;
    }

    @Override
    public synchronized void clear() {
        sends.clear();
        bytes = 0;
        forgotten = 0;
    }
}
