package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.engine.WritesRefused;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.redis.client.Command;

/**
 * Which servers are there and refuse to be written to. That is told by whatever write fails for it; that it is over is found
 * out by writing a key that lives for a moment, as long as it lasts and not otherwise. A server that is at its bound is not
 * taken to be fit at each message for which it has room. Used on the engine's loop but for what is said otherwise.
 */
final class RefusedWrites {

    static final long PROBE_MILLIS = 1_000;
    /** If it was over only for a moment. */
    private static final long AGAIN_MILLIS = 10_000;
    /** No memory, nothing saved, too few replicas; an error of a script says it somewhere in the middle. */
    private static final Pattern KINDS = Pattern.compile("(?:^|[\\s-])((?:OOM|MISCONF|NOREPLICAS) .*?)\\.?\\s*$");
    private static final Logger LOG = Logger.getLogger(OperatorLog.CATEGORY);

    private final EngineLoop loop;
    private final RedisLink link;
    private final RedisKeys keys;
    private final TimeSource time;
    /** Of each such server, by a key that it has. */
    private final Map<String, WritesRefused> refusing = new LinkedHashMap<>();
    private volatile WritesRefused first;
    private long endedAt = System.nanoTime() - AGAIN_MILLIS * 1_000_000;
    private boolean stopped;

    RefusedWrites(EngineLoop loop, RedisLink link, RedisKeys keys, TimeSource time) {
        this.loop = loop;
        this.link = link;
        this.keys = keys;
        this.time = time;
    }

    /** What it is about now; {@code null} if writes work. Any thread. */
    WritesRefused current() {
        return first;
    }

    /** What a server says by an error that refuses to be written to; {@code null} if it says something else. */
    static String reason(String error) {
        Matcher kind = KINDS.matcher(error == null ? "" : error);
        return kind.find() ? Printable.of(kind.group(1)) : null;
    }

    /** A write failed, for whatever reason. */
    void failed(String key, String error) {
        String reason = reason(error);
        if (reason == null || stopped
                || refusing.keySet().stream().anyMatch(known -> link.haveTheSameServer(known, key))) {
            return;
        }
        refusing.put(key, new WritesRefused(reason, time.now()));
        first = refusing.values().iterator().next();
        LOG.warnf("Redis refuses to be written to: %s. Sends that are stored, or have an idempotency key, fail until it takes"
                + " writes again, and other nodes may take the members of this one for gone; other sends go on. Give Redis"
                + " more memory (maxmemory) or store less (quarkus.channel-box.history.size, history.ttl)", reason);
        boolean isAgain = System.nanoTime() - endedAt < AGAIN_MILLIS * 1_000_000;
        loop.after(isAgain ? AGAIN_MILLIS : PROBE_MILLIS, () -> probe(key));
    }

    private void probe(String key) {
        if (stopped) {
            return;
        }
        link.send(Command.SET, keys.probe(key), "1", "PX", PROBE_MILLIS).onComplete(written -> {
            if (written.failed()) {
                loop.after(PROBE_MILLIS, () -> probe(key));
                return;
            }
            refusing.remove(key);
            first = refusing.isEmpty() ? null : refusing.values().iterator().next();
            endedAt = System.nanoTime();
            LOG.info("Redis takes writes again");
        });
    }

    /** The node ends. */
    void stop() {
        stopped = true;
    }
}
