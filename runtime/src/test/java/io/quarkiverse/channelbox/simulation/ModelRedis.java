package io.quarkiverse.channelbox.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A model of a Redis server: its data, its scripts, its subscriptions; it can be restarted, and can lose what came last. */
final class ModelRedis {

    /** Hears of what the server publishes to a group. */
    interface Watcher {

        void published(String channel, String message);

        /** What was stored since then is lost. */
        void lost(long since);
    }

    private final World world;
    private final Watcher watcher;
    private final Scripts scripts = new Scripts();
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<RedisLine> lines = new LinkedHashSet<>();
    private Keyspace data;
    private Keyspace saved;
    private long savedAt;
    private int runs = 1;
    private boolean isDown;

    ModelRedis(World world, Watcher watcher) {
        this.world = world;
        this.watcher = watcher;
        this.data = new Keyspace(world::timeOfDay);
        this.saved = data.copy();
    }

    boolean isDown() {
        return isDown;
    }

    void connected(RedisLine line) {
        lines.add(line);
    }

    void disconnected(RedisLine line) {
        lines.remove(line);
    }

    List<RedisLine> lines() {
        return List.copyOf(lines);
    }

    /** A replica has so much. */
    void save() {
        saved = data.copy();
        savedAt = world.time();
    }

    /** All connections end. @param isLossy whether only what was saved is there afterwards, as after a failover */
    void restart(boolean isLossy, long downMillis) {
        world.trace("Redis restarts%s", isLossy ? " and has lost what was not saved" : "");
        isDown = true;
        runs++;
        known.clear();
        lines().forEach(RedisLine::reset);
        lines.clear();
        if (isLossy) {
            data = saved.copy();
            watcher.lost(savedAt);
        }
        world.afterMillis(downMillis, () -> isDown = false);
    }

    // ---- commands ----

    Object execute(List<String> command) {
        return switch (command.get(0).toUpperCase()) {
            case "INFO" -> "redis_version:7.2.0\r\nrole:master\r\nrun_id:" + Integer.toHexString(runs) + "\r\n";
            case "PUBLISH" -> publish(command.get(1), command.get(2));
            case "EVAL" -> {
                known.add(command.get(1));
                yield run(command.get(1), command);
            }
            case "EVALSHA" -> run(source(command.get(1)), command);
            default -> data.execute(command);
        };
    }

    private String source(String sha1) {
        return known.stream().filter(source -> sha1(source).equals(sha1)).findFirst()
                .orElseThrow(() -> new Keyspace.Refused("NOSCRIPT No matching script"));
    }

    private static String sha1(String source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1")
                    .digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object run(String source, List<String> command) {
        int keys = Integer.parseInt(command.get(2));
        return scripts.run(source, command.subList(3, 3 + keys), command.subList(3 + keys, command.size()), this::execute);
    }

    private long publish(String channel, String message) {
        watcher.published(channel, message);
        long count = 0;
        for (RedisLine line : lines()) {
            if (line.isSubscribed(channel)) {
                line.push(List.of("message", channel, message));
                count++;
            }
        }
        return count;
    }
}
