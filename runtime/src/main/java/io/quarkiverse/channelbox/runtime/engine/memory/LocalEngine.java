package io.quarkiverse.channelbox.runtime.engine.memory;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.PayloadException;
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
 * The engine of a single node: everything is in memory, every call takes effect before it returns. A lock per group makes a
 * publish one step; under it the message is only handed over, no socket is written.
 */
public class LocalEngine implements Engine {

    private final EngineListener listener;
    private final TimeSource time;
    private final MemoryLimits limits;
    private final Quotas quotas;
    private final Logs logs;
    private final Instant start;
    private final long startTicks;

    /** @param limits of what all groups may take together */
    public LocalEngine(EngineListener listener, TimeSource time, MemoryLimits limits) {
        this.listener = new GuardedListener(listener);
        this.time = time;
        this.limits = limits;
        this.quotas = new Quotas(limits);
        this.logs = new Logs(quotas);
        this.start = time.now();
        this.startTicks = time.ticks();
    }

    /** By what ages are measured: the clock may jump, and nothing lives for longer or shorter. */
    private Instant now() {
        return start.plusMillis(time.ticks() - startTicks);
    }

    @Override
    public Uni<Receipt> publish(Publication publication) {
        if (publication.target().kind() != Target.Kind.GROUP) {
            return new Published(Receipt.notStored(listener.onMessage(new Delivery(publication, null))));
        }
        if (publication.store() && isTooLarge(publication)) {
            return Uni.createFrom().failure(new PayloadException("A payload of " + publication.payload().size()
                    + " bytes cannot be stored in the history of " + publication.target() + ": the histories of all groups of"
                    + " this node together may take " + limits.historyBytes() + " bytes. Send it without history, or raise"
                    + " quarkus.channel-box.max-history-bytes"));
        }
        Receipt receipt = publishToGroup(publication);
        logs.settle();
        return new Published(receipt);
    }

    private boolean isTooLarge(Publication publication) {
        return HeapCost.message(publication) + HeapCost.group(publication.target().name(), MessageRing.SMALLEST) > limits
                .historyBytes();
    }

    private Receipt publishToGroup(Publication publication) {
        String group = publication.target().name();
        String key = publication.options().getIdempotencyKey().orElse(null);
        synchronized (logs.lock(group)) {
            Instant now = now();
            GroupLog log = publication.store() || key != null ? logs.useOrMake(group) : logs.use(group);
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
            StoredMessage stored = publication.store() ? log.messages().append(publication, time.now(), now) : null;
            String id = stored == null ? null : stored.position().id();
            int delivered = listener.onMessage(
                    new Delivery(publication, stored == null ? log.messages().end() : stored.position()));
            Receipt receipt = id == null ? Receipt.notStored(delivered) : Receipt.stored(id, delivered);
            if (key != null) {
                log.remember(key, receipt, publication, now, limits.idempotencyKeysOfGroup());
            }
            if (stored != null || key != null) {
                logs.changed(log);
            }
            return receipt;
        }
    }

    @Override
    public Uni<LogStart> subscribe(String group, ReplayRequest replay) {
        LogStart start;
        synchronized (logs.lock(group)) {
            GroupLog log = logs.useOrMake(group);
            log.subscribed(true);
            logs.changed(log);
            start = log.messages().start(replay, now());
        }
        logs.settle();
        return Uni.createFrom().item(start);
    }

    @Override
    public void unsubscribe(String group) {
        synchronized (logs.lock(group)) {
            GroupLog log = logs.get(group);
            if (log != null) {
                log.subscribed(false);
                logs.changed(log);
            }
        }
        logs.settle();
    }

    @Override
    public Uni<LogSlice> read(String group, LogPosition after, LogPosition upTo, int maxBytes) {
        synchronized (logs.lock(group)) {
            GroupLog log = logs.use(group);
            return Uni.createFrom().item(log == null
                    ? new LogSlice(null, List.of(), after)
                    : log.messages().read(after, upTo, maxBytes, now()));
        }
    }

    @Override
    public Uni<List<StoredMessage>> history(String group, HistoryQuery query) {
        return Uni.createFrom().item(() -> {
            synchronized (logs.lock(group)) {
                GroupLog log = logs.use(group);
                return log == null ? List.of() : log.messages().read(query, now());
            }
        });
    }

    @Override
    public Uni<Set<String>> groupsWithHistory() {
        return Uni.createFrom().item(() -> logs.all().stream().filter(this::hasMessages).map(GroupLog::group)
                .collect(Collectors.toSet()));
    }

    private boolean hasMessages(GroupLog log) {
        synchronized (logs.lock(log.group())) {
            return !log.messages().isEmpty();
        }
    }

    @Override
    public Uni<Integer> flushHistory(String group) {
        return Uni.createFrom().item(() -> {
            synchronized (logs.lock(group)) {
                GroupLog log = logs.get(group);
                if (log == null) {
                    return 0;
                }
                int flushed = log.messages().flush();
                logs.changed(log);
                return flushed;
            }
        });
    }

    @Override
    public int trim() {
        return logs.trim(now());
    }

    // ---- what there is ----

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
        for (GroupLog log : logs.all()) {
            synchronized (logs.lock(log.group())) {
                messages += log.messages().size();
                bytes += log.messages().payloadBytes();
            }
        }
        return new Stored(messages, bytes);
    }

    /** About how many bytes of heap the stored messages take, what each costs besides its payload included. From any thread. */
    public long heapBytes() {
        return quotas.heapBytes();
    }

    /** How many messages were removed since all groups together had reached a limit. From any thread. */
    public long evicted() {
        return quotas.evicted();
    }
}
