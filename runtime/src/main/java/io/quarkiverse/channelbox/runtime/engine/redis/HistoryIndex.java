package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;

/**
 * The groups that have stored messages, each with the time at which the first of those expires. It is not changed in one step
 * with the log: a group may be in it that has no messages any more, until it is looked at. Used on the engine's loop.
 */
final class HistoryIndex {

    /** @param score as Redis has it */
    record Due(String group, String score) {
    }

    static final String NEVER = "+inf";
    /** To be looked at soon, which is never wrong. */
    static final String SOON = "0";
    static final int PAGE = 500;
    private static final Logger LOG = Logger.getLogger(HistoryIndex.class);

    private final RedisLink link;
    private final RedisKeys keys;
    /** What could not be written, for when the link is there again, or the server has room. */
    private final Map<String, String> unwritten = new HashMap<>();

    HistoryIndex(RedisLink link, RedisKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    /** Puts a group in, or makes its time an earlier one. */
    void add(String group, String score) {
        link.send(Command.ZADD, keys.groups(), "LT", score, group).onFailure(problem -> {
            LOG.debugf(problem, "A group was not added to the index");
            unwritten.merge(group, score, (one, other) -> SOON);
        });
    }

    void addUnwritten() {
        Map<String, String> all = new HashMap<>(unwritten);
        unwritten.clear();
        all.forEach(this::add);
    }

    /** Takes a group out, unless somebody has changed its time. */
    Future<Void> remove(Due due) {
        return link.run(Script.INDEX, List.of(keys.groups()), List.of(due.group(), due.score(), "")).mapEmpty();
    }

    /** Changes the time of a group, unless somebody else has. */
    Future<Void> change(Due due, String score) {
        return link.run(Script.INDEX, List.of(keys.groups()), List.of(due.group(), due.score(), score)).mapEmpty();
    }

    /** Some of the groups that have a message that has expired by then. */
    Future<List<Due>> due(long millis) {
        return link.send(Command.ZRANGEBYSCORE, keys.groups(), "-inf", millis, "LIMIT", 0, PAGE)
                .compose(names -> scores(names));
    }

    /** RESP 2 and 3 have scores in different forms; asked for by themselves they come as text in both. */
    private Future<List<Due>> scores(Response names) {
        List<Future<Due>> all = names.stream().map(Response::toString).map(this::score).toList();
        return Future.all(all).map(done -> all.stream().map(Future::result).toList());
    }

    /** Where a group is in the index; with an empty score if it is not. */
    Future<Due> score(String group) {
        return link.send(Command.ZSCORE, keys.groups(), group)
                .map(score -> new Due(group, score == null ? "" : score.toString()));
    }

    Future<Set<String>> all() {
        Set<String> found = new HashSet<>();
        return Scan.entries(link, Command.ZSCAN, keys.groups(), (group, score) -> found.add(group)).map(found);
    }
}
