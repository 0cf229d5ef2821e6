package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;

/** Reads, flushes and trims the stored messages, in pages, so that no reply has no bound. Used on the engine's loop. */
final class RedisHistory {

    private static final int PAGE = 100;
    /** For how long one trim goes on to the next page of groups. */
    private static final long TRIM_NANOS = 5_000_000_000L;

    private final RedisLink link;
    private final RedisKeys keys;
    private final HistoryIndex index;

    RedisHistory(RedisLink link, RedisKeys keys, HistoryIndex index) {
        this.link = link;
        this.keys = keys;
        this.index = index;
    }

    // ---- reading ----

    Future<List<StoredMessage>> read(String group, HistoryQuery query) {
        return new Reading(group, query).next(null);
    }

    /** One query: from the newest back if it asks for the last ones, or backward. */
    private final class Reading {

        private final String group;
        private final HistoryQuery query;
        private final boolean newestFirst;
        private final int needed;
        private final long now;
        private final List<StoredMessage> found = new ArrayList<>();
        private String afterEpoch;
        private long after = -1;

        Reading(String group, HistoryQuery query) {
            this.group = group;
            this.query = query;
            this.now = link.now(keys.meta(group));
            this.newestFirst = query.getLast().isPresent() || query.isBackward();
            this.needed = query.getLast().orElse(query.getLimit().orElse(Integer.MAX_VALUE));
            query.getAfter().map(LogPosition::of).ifPresent(position -> {
                afterEpoch = position.epoch();
                after = position.offset();
            });
        }

        /** @param last the last entry of the page before; {@code null} for the first page */
        private Future<List<StoredMessage>> next(StoredMessage last) {
            if (found.size() >= needed) {
                return Future.succeededFuture(result());
            }
            String from = last != null ? last.offset() + (newestFirst ? -1 : 1) + "-0"
                    : newestFirst ? "+" : after < 0 ? "-" : after + 1 + "-0";
            return link.run(Script.HISTORY, List.of(keys.meta(group), keys.stream(group)),
                    List.of(newestFirst ? "XREVRANGE" : "XRANGE", from, newestFirst ? "-" : "+", PAGE)).compose(reply -> {
                        StoredLog log = StoredLog.of(group, reply.get(0).toString(), reply.get(1).toString());
                        if (after >= 0 && !log.epochOf(after).equals(afterEpoch)) {
                            // Everything is newer than an id of another epoch.
                            after = -1;
                            return next(null);
                        }
                        return take(log.messages(reply, 2, link.unreadable()).stream().map(StoredLog.Entry::message).toList());
                    });
        }

        private Future<List<StoredMessage>> take(List<StoredMessage> page) {
            for (StoredMessage message : page) {
                if (newestFirst && message.offset() <= after) {
                    return Future.succeededFuture(result());
                }
                if (found.size() < needed && message.expiresAt() > now
                        && query.getSince().map(since -> !message.created().isBefore(since)).orElse(true)) {
                    found.add(message);
                }
            }
            return page.size() < PAGE || page.get(page.size() - 1).offset() == 1 && newestFirst
                    ? Future.succeededFuture(result())
                    : next(page.get(page.size() - 1));
        }

        private List<StoredMessage> result() {
            if (newestFirst && !query.isBackward()) {
                Collections.reverse(found);
            }
            int limit = Math.min(found.size(), query.getLimit().orElse(Integer.MAX_VALUE));
            return List.copyOf(found.subList(0, limit));
        }
    }

    Future<Set<String>> groups() {
        return index.all();
    }

    // ---- removing ----

    Future<Integer> flush(String group) {
        // In that order: a group that is in the index without messages is found to be empty, one with messages that is not in
        // it would not be found any more.
        return index.score(group).compose(due -> link.run(Script.FLUSH, List.of(keys.meta(group), keys.stream(group)),
                List.of(StoredLog.EMPTY_LIFE_MILLIS)).compose(
                        reply -> removeFromIndex(due)
                                .map(removed -> reply.toInteger())));
    }

    /** Removes what has expired; brings how many messages. */
    Future<Integer> trim() {
        index.addUnwritten();
        return trimPages(System.nanoTime(), 0);
    }

    private Future<Integer> trimPages(long began, int removed) {
        return index.due(link.now(keys.groups())).compose(due -> trim(due, 0, removed).compose(
                total -> due.size() == HistoryIndex.PAGE && System.nanoTime() - began < TRIM_NANOS
                        ? trimPages(began, total)
                        : Future.succeededFuture(total)));
    }

    private Future<Integer> trim(List<HistoryIndex.Due> due, int next, int removed) {
        if (next == due.size()) {
            return Future.succeededFuture(removed);
        }
        return trim(due.get(next), link.now(keys.meta(due.get(next).group())), "-", "", 0)
                .compose(count -> trim(due, next + 1, removed + count));
    }

    private Future<Integer> trim(HistoryIndex.Due due, long now, String from, String earliest, int removed) {
        String group = due.group();
        return link.run(Script.TRIM, List.of(keys.meta(group), keys.stream(group)),
                List.of(now, from, PAGE, earliest, StoredLog.EMPTY_LIFE_MILLIS)).compose(reply -> {
                    int total = removed + reply.get(0).toInteger();
                    String next = reply.get(1).toString();
                    String left = reply.get(2).toString();
                    if (!next.isEmpty()) {
                        return trim(due, now, next, left, total);
                    }
                    Future<Void> indexed = switch (left) {
                        case "empty" -> removeFromIndex(due);
                        case "none" -> index.change(due, HistoryIndex.NEVER);
                        default -> index.change(due, left);
                    };
                    return indexed.map(done -> total);
                });
    }

    /** Somebody may have stored a message after it was seen to be empty and before it is taken out of the index. */
    private Future<Void> removeFromIndex(HistoryIndex.Due due) {
        return index.remove(due)
                .compose(removed -> link.send(Command.XLEN, keys.stream(due.group()))).map(length -> {
                    if (length.toInteger() > 0) {
                        index.add(due.group(), HistoryIndex.SOON);
                    }
                    return null;
                });
    }
}
