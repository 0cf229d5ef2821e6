package io.quarkiverse.channelbox.runtime.time;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.vertx.core.Vertx;

/**
 * What who runs the application has to know, in a log category of its own: of each kind one line at once, and then one in ten
 * seconds at most, with how often it happened since the line before. What clients cause does not flood the log, and nothing of
 * it goes uncounted. Thread-safe; what gets no line of its own costs no text.
 */
@Singleton
public class OperatorLog {

    /** The log category. */
    public static final String CATEGORY = "io.quarkiverse.channelbox.operator";

    private static final long INTERVAL_MILLIS = 10_000;
    /** More than there are; whatever a kind is made of, it is bounded. */
    private static final int MAX_KINDS = 100;
    private static final Logger LOG = Logger.getLogger(CATEGORY);

    private final TimeSource time;
    private final Vertx vertx;
    private final long intervalMillis;
    private final ConcurrentMap<Object, Line> lines = new ConcurrentHashMap<>();

    @Inject
    public OperatorLog(TimeSource time, Vertx vertx) {
        this(time, vertx, INTERVAL_MILLIS);
    }

    OperatorLog(TimeSource time, Vertx vertx, long intervalMillis) {
        this.time = time;
        this.vertx = vertx;
        this.intervalMillis = intervalMillis;
    }

    /**
     * Something happened that keeps clients from what they want.
     *
     * @param kind of which there are few, whatever clients do: a constant, or a record of some
     */
    public void warn(Object kind, Supplier<String> text) {
        log(Logger.Level.WARN, kind, text);
    }

    /** Something happened that is as it should be, and may still be asked about. @param kind as with {@link #warn} */
    public void info(Object kind, Supplier<String> text) {
        log(Logger.Level.INFO, kind, text);
    }

    private void log(Logger.Level level, Object kind, Supplier<String> text) {
        Line line = lines.get(kind);
        if (line == null) {
            line = lines.computeIfAbsent(lines.size() < MAX_KINDS ? kind : OperatorLog.class, any -> new Line(level));
        }
        line.happened(text);
    }

    /** Says how often what got no line of its own has happened, now and not later. */
    @PreDestroy
    public void flush() {
        lines.values().forEach(Line::sayMore);
    }

    /** The lines of one kind. */
    private final class Line {

        private final Logger.Level level;
        private final AtomicLong due = new AtomicLong(Long.MIN_VALUE);
        private final AtomicLong more = new AtomicLong();
        /** Of the latest one, which who reads the log can still find. */
        private volatile Supplier<String> last;

        Line(Logger.Level level) {
            this.level = level;
        }

        void happened(Supplier<String> text) {
            long now = time.ticks();
            long at = due.get();
            last = text;
            if (now >= at && due.compareAndSet(at, now + intervalMillis)) {
                say(text, more.getAndSet(0));
            } else if (more.getAndIncrement() == 0) {
                vertx.setTimer(intervalMillis, timer -> sayIfDue());
            }
        }

        private void sayIfDue() {
            if (more.get() > 0 && time.ticks() < due.get()) {
                vertx.setTimer(intervalMillis, timer -> sayIfDue());
            } else {
                sayMore();
            }
        }

        /** The line is about the latest of them. */
        void sayMore() {
            long count = more.getAndSet(0);
            if (count > 0) {
                due.set(time.ticks() + intervalMillis);
                say(last, count - 1);
            }
        }

        private void say(Supplier<String> text, long others) {
            LOG.log(level, text.get() + (others == 0 ? "" : " (" + others + " more of the kind since the line before)"));
        }
    }
}
