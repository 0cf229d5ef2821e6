package io.quarkiverse.channelbox.runtime.engine.memory;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.GuardedListener;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.smallrye.mutiny.Uni;

/**
 * The engine of a single node: everything is in memory, every call takes effect before it returns. A lock per group (one of a
 * fixed number of stripes) makes a publish one step; under it the message is only handed over, no socket is written.
 */
public class LocalEngine implements Engine {

    private static final int STRIPES = 256;
    /** How many logs are kept of groups that have neither members nor stored messages. */
    static final int MAX_IDLE = 10_000;

    /** A log has something to trim from that time on. */
    private record Due(long at, String group) {
    }

    private final EngineListener listener;
    private final TimeSource time;
    private final Instant start;
    private final long startTicks;
    private final Object[] stripes = new Object[STRIPES];
    private final ConcurrentMap<String, GroupLog> logs = new ConcurrentHashMap<>();
    /** Guarded by itself. A log may be in it more than once; what is not due any more is put back or left out. */
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at));

    /** The groups of which the log was found to be idle, once each, the first found first; it may have been used since. */
    private final Queue<String> idle = new ConcurrentLinkedQueue<>();
    private final AtomicInteger idleCount = new AtomicInteger();

    public LocalEngine(EngineListener listener, TimeSource time) {
        this.listener = new GuardedListener(listener);
        this.time = time;
        this.start = time.now();
        this.startTicks = time.ticks();
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    /** By what ages are measured: the clock may jump, and nothing lives for longer or shorter. */
    private Instant now() {
        return start.plusMillis(time.ticks() - startTicks);
    }

    @Override
    public Uni<Receipt> publish(Publication publication) {
        return Uni.createFrom().item(publication.target().kind() == Target.Kind.GROUP
                ? publishToGroup(publication)
                : Receipt.notStored(listener.onMessage(new Delivery(publication, null))));
    }

    private Receipt publishToGroup(Publication publication) {
        String group = publication.target().name();
        String key = publication.options().getIdempotencyKey().orElse(null);
        synchronized (lock(group)) {
            Instant now = now();
            GroupLog log = publication.store() || key != null
                    ? logs.computeIfAbsent(group, name -> new GroupLog())
                    : logs.get(group);
            if (log == null) {
                // Nobody is there, and nothing is kept.
                return Receipt.notStored(0);
            }
            if (key != null) {
                Receipt earlier = log.receiptFor(key, now);
                if (earlier != null) {
                    return earlier;
                }
            }
            long expiryBefore = log.nextExpiry();
            StoredMessage stored = publication.store() ? log.append(publication, time.now(), now) : null;
            String id = stored == null ? null : stored.id();
            int delivered = listener.onMessage(new Delivery(publication, stored == null ? log.end() : stored.position()));
            Receipt receipt = id == null ? Receipt.notStored(delivered) : Receipt.stored(id, delivered);
            if (key != null) {
                log.remember(key, receipt, publication, now);
            }
            if (log.nextExpiry() < expiryBefore) {
                schedule(log.nextExpiry(), group);
            }
            return receipt;
        }
    }

    @Override
    public Uni<LogStart> subscribe(String group, ReplayRequest replay) {
        synchronized (lock(group)) {
            GroupLog log = logs.computeIfAbsent(group, name -> new GroupLog());
            log.subscribed(true);
            return Uni.createFrom().item(log.start(replay, now()));
        }
    }

    @Override
    public void unsubscribe(String group) {
        synchronized (lock(group)) {
            GroupLog log = logs.get(group);
            if (log != null) {
                log.subscribed(false);
                idleIfEmpty(group, log);
            }
        }
        forgetIdle();
    }

    @Override
    public Uni<LogSlice> read(String group, LogPosition after, long upTo, int maxBytes) {
        synchronized (lock(group)) {
            GroupLog log = logs.get(group);
            return Uni.createFrom().item(log == null
                    ? new LogSlice(null, List.of(), after, false)
                    : log.read(after, upTo, maxBytes, now()));
        }
    }

    @Override
    public Uni<List<StoredMessage>> history(String group, HistoryQuery query) {
        return Uni.createFrom().item(() -> {
            synchronized (lock(group)) {
                GroupLog log = logs.get(group);
                return log == null ? List.of() : log.read(query, now());
            }
        });
    }

    @Override
    public Uni<Set<String>> groupsWithHistory() {
        return Uni.createFrom().item(() -> logs.keySet().stream().filter(this::hasMessages).collect(Collectors.toSet()));
    }

    /**
     * What is stored in all.
     *
     * @param messages those that have expired and were not trimmed yet among them
     * @param bytes of payload
     */
    public record Stored(long messages, long bytes) {
    }

    /** What is stored now; looks at every group. From any thread. */
    public Stored stored() {
        long messages = 0;
        long bytes = 0;
        for (Map.Entry<String, GroupLog> each : logs.entrySet()) {
            synchronized (lock(each.getKey())) {
                messages += each.getValue().size();
                bytes += each.getValue().bytes();
            }
        }
        return new Stored(messages, bytes);
    }

    private boolean hasMessages(String group) {
        synchronized (lock(group)) {
            GroupLog log = logs.get(group);
            return log != null && log.hasMessages();
        }
    }

    @Override
    public Uni<Integer> flushHistory(String group) {
        return Uni.createFrom().item(() -> {
            synchronized (lock(group)) {
                GroupLog log = logs.get(group);
                if (log == null) {
                    return 0;
                }
                int flushed = log.flush();
                idleIfEmpty(group, log);
                return flushed;
            }
        });
    }

    @Override
    public int trim() {
        Instant now = now();
        int trimmed = 0;
        for (Due next = pollDue(now); next != null; next = pollDue(now)) {
            synchronized (lock(next.group())) {
                GroupLog log = logs.get(next.group());
                if (log != null && log.nextExpiry() <= now.toEpochMilli()) {
                    trimmed += log.trim(now);
                    if (log.nextExpiry() != Long.MAX_VALUE) {
                        schedule(log.nextExpiry(), next.group());
                    }
                    idleIfEmpty(next.group(), log);
                }
            }
        }
        forgetIdle();
        return trimmed;
    }

    /**
     * Where nobody is and nothing is stored only the numbering is left: with it a client can come back and know all is well.
     */
    private void idleIfEmpty(String group, GroupLog log) {
        if (log.isForgettable() && !log.isIdle()) {
            log.idle(true);
            idle.add(group);
            idleCount.incrementAndGet();
        }
    }

    /** Of what is left of groups only so much is kept. */
    private void forgetIdle() {
        while (idleCount.get() > MAX_IDLE) {
            String group = idle.poll();
            if (group == null) {
                return;
            }
            idleCount.decrementAndGet();
            synchronized (lock(group)) {
                GroupLog log = logs.get(group);
                log.idle(false);
                if (log.isForgettable()) {
                    logs.remove(group);
                }
            }
        }
    }

    private Object lock(String group) {
        int hash = group.hashCode();
        return stripes[(hash ^ hash >>> 16) & STRIPES - 1];
    }

    private void schedule(long at, String group) {
        synchronized (due) {
            due.add(new Due(at, group));
        }
    }

    private Due pollDue(Instant now) {
        synchronized (due) {
            return due.isEmpty() || due.peek().at() > now.toEpochMilli() ? null : due.poll();
        }
    }
}
