package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.redis.JoinBatch.Join;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;

/**
 * Tells new members where they begin. Those of a group that come at once share one reading of its log, whatever each of them
 * asks for. Used on the engine's loop.
 */
final class Joins {

    private static final Logger LOG = Logger.getLogger(Joins.class);
    private static final long RETRY_MILLIS = 100;

    private final EngineLoop loop;
    private final RedisLink link;
    private final LogReader reader;
    private final EngineListener listener;
    private final long timeoutMillis;
    private final SeldomLog givenUp = new SeldomLog(LOG, Logger.Level.WARN);

    Joins(EngineLoop loop, RedisLink link, LogReader reader, EngineListener listener, long timeoutMillis) {
        this.loop = loop;
        this.link = link;
        this.reader = reader;
        this.listener = listener;
        this.timeoutMillis = timeoutMillis;
    }

    void join(Subscription subscription, ReplayRequest request, CompletableFuture<LogStart> start) {
        Join join = new Join(request, start, EngineLoop.millis() + timeoutMillis);
        if (subscription.isActive() && request.equals(ReplayRequest.NONE)) {
            start.complete(atEnd(subscription));
        } else if (LogExtent.needed(request) == 0 && request.after() == null && isAtEnd(subscription)) {
            start.complete(atEnd(subscription));
        } else if (link.isAway()) {
            giveUp(subscription, join);
        } else {
            JoinBatch batch = batchFor(subscription, LogExtent.needed(request));
            batch.add(join);
            watch(subscription, batch);
            if (subscription.isActive() && batch.ticket() == null && !batch.isRetrying()) {
                read(subscription, batch);
            }
        }
    }

    /** All messages that come after are handed on. */
    private static boolean isAtEnd(Subscription subscription) {
        return subscription.isActive() && subscription.isPlaced() && !subscription.isHolding();
    }

    private static LogStart atEnd(Subscription subscription) {
        return isAtEnd(subscription)
                ? LogStart.at(subscription.position())
                : LogStart.unknown(ReplayRequest.NONE);
    }

    /** Who comes before the mark of a reading gets from that and the subscription all there is. */
    private JoinBatch batchFor(Subscription subscription, int needed) {
        for (JoinBatch batch : subscription.joins()) {
            boolean fits = needed < 0 ? batch.newest() < 0 : batch.newest() >= (batch.ticket() == null ? 0 : needed);
            if (fits && batch.extent() == null && (batch.ticket() == null || reader.isUnmarked(batch.ticket()))) {
                return batch;
            }
        }
        JoinBatch batch = new JoinBatch(needed);
        subscription.joins().add(batch);
        return batch;
    }

    private void watch(Subscription subscription, JoinBatch batch) {
        if (!batch.isWatched() && !batch.isEmpty()) {
            batch.watched(loop.after(batch.peek().deadline() - EngineLoop.millis(), () -> {
                batch.unwatched();
                while (!batch.isEmpty() && batch.peek().deadline() <= EngineLoop.millis()) {
                    giveUp(subscription, batch.poll());
                }
                watch(subscription, batch);
            }));
        }
    }

    /** The member gets what is sent from now on; it is told that it may have missed something. */
    private void giveUp(Subscription subscription, Join join) {
        join.start().complete(LogStart.unknown(join.request()));
        if (!join.request().equals(ReplayRequest.NONE)) {
            subscription.blind(true);
            givenUp.log(() -> "The history of group '" + Printable.of(subscription.group())
                    + "' was not read for a new member, which gets what is sent from now on: "
                    + (link.trouble() == null ? "Redis did not answer within " + timeoutMillis + " ms"
                            : "Redis cannot be used: " + link.trouble()));
        }
    }

    /** Redis has acknowledged the subscription, for the first time or again. */
    void active(Subscription subscription) {
        // Those that had waited for too long have left an empty batch.
        boolean nobodyWaits = subscription.joins().stream().allMatch(JoinBatch::isEmpty);
        for (JoinBatch batch : List.copyOf(subscription.joins())) {
            if (batch.newest() < 0) {
                subscription.joins().remove(batch);
                end(batch, LogStart::unknown);
            } else if (batch.ticket() == null) {
                read(subscription, batch);
            }
        }
        if (nobodyWaits && !subscription.isPlaced() && subscription.joins().isEmpty()) {
            JoinBatch placeOnly = new JoinBatch(0);
            subscription.joins().add(placeOnly);
            read(subscription, placeOnly);
        }
    }

    private void read(Subscription subscription, JoinBatch batch) {
        LogReader.Ticket ticket = reader.read(subscription.group(), batch.newest());
        batch.ticket(ticket);
        ticket.future().onComplete(result -> {
            if (batch.ticket() != ticket) {
                // The link was lost, or the group was left.
                return;
            }
            if (result.succeeded()) {
                batch.extent(result.result().extent());
                placed(subscription, batch.extent());
                finish(subscription);
            } else {
                LOG.debug("A log was not read", result.cause());
                batch.ticket(null);
                batch.retrying(true);
                loop.after(RETRY_MILLIS, () -> readAgain(subscription, batch));
            }
        });
    }

    private void readAgain(Subscription subscription, JoinBatch batch) {
        batch.retrying(false);
        if (!subscription.joins().contains(batch) || !subscription.isActive() || batch.ticket() != null) {
            return;
        }
        if (batch.isEmpty() && subscription.isPlaced() && !subscription.isBlind()) {
            subscription.joins().remove(batch);
        } else {
            read(subscription, batch);
        }
    }

    private void placed(Subscription subscription, LogExtent extent) {
        if (!subscription.isPlaced()) {
            subscription.place(extent);
        }
        if (subscription.isBlind()) {
            subscription.blind(false);
            listener.onGap(subscription.group(), OptionalLong.empty());
        }
    }

    /** Tells those for whom the log was read, unless messages before its end have still to be handed on. */
    void finish(Subscription subscription) {
        if (subscription.isHolding()) {
            return;
        }
        for (JoinBatch batch : List.copyOf(subscription.joins())) {
            if (batch.extent() != null) {
                subscription.joins().remove(batch);
                end(batch, batch.extent()::start);
            }
        }
    }

    private void end(JoinBatch batch, Function<ReplayRequest, LogStart> start) {
        if (batch.isWatched()) {
            loop.cancel(batch.unwatched());
        }
        for (Join join = batch.poll(); join != null; join = batch.poll()) {
            join.start().complete(start.apply(join.request()));
        }
    }

    /** The link is lost: it is read again when the group is subscribed to again. */
    void down(Subscription subscription) {
        List<JoinBatch> readings = subscription.joins().stream().filter(batch -> batch.newest() >= 0).toList();
        subscription.joins().removeAll(readings);
        readings.stream().filter(JoinBatch::isWatched).forEach(batch -> loop.cancel(batch.unwatched()));
        JoinBatch merged = JoinBatch.merged(readings);
        if (!merged.isEmpty()) {
            subscription.joins().add(merged);
            watch(subscription, merged);
        }
    }

    /** The group has no members any more. */
    void left(Subscription subscription) {
        for (JoinBatch batch : subscription.joins()) {
            batch.ticket(null);
            end(batch, LogStart::unknown);
        }
        subscription.joins().clear();
    }
}
