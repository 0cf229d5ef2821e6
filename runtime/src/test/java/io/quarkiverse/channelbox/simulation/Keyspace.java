package io.quarkiverse.channelbox.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A model of the data of Redis, with the commands that the engine and its scripts use. What is a string of bytes in Redis is a
 * string of characters up to 255 here; integers are {@link Long}, lists {@link List}, nil is {@code null}.
 */
final class Keyspace {

    /** What Redis answers with an error. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message, null, false, false);
        }
    }

    /** An answer that is no data. */
    record Status(String text) {
    }

    private static final Status OK = new Status("OK");

    private final LongSupplier clock;
    /** Strings, hashes, {@link SortedSet sorted sets} and {@link Stream streams}. */
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Long> expiries = new HashMap<>();

    /** @param clock milliseconds since 1970 */
    Keyspace(LongSupplier clock) {
        this.clock = clock;
    }

    /** As it is now. */
    Keyspace copy() {
        Keyspace copy = new Keyspace(clock);
        values.forEach((key, value) -> copy.values.put(key, copy(value)));
        copy.expiries.putAll(expiries);
        return copy;
    }

    private static Object copy(Object value) {
        return value instanceof SortedSet set ? set.copy()
                : value instanceof Stream stream ? stream.copy()
                        : value instanceof Map<?, ?> hash ? new LinkedHashMap<>(hash) : value;
    }

    // ---- keys ----

    private Object get(String key) {
        Long expiry = expiries.get(key);
        if (expiry != null && expiry <= clock.getAsLong()) {
            delete(key);
        }
        return values.get(key);
    }

    private boolean delete(String key) {
        boolean was = expiries.getOrDefault(key, Long.MAX_VALUE) > clock.getAsLong();
        expiries.remove(key);
        return values.remove(key) != null && was;
    }

    private static <T> T as(Class<?> type, Object value) {
        if (value != null && !type.isInstance(value)) {
            throw new Refused("WRONGTYPE Operation against a key holding the wrong kind of value");
        }
        @SuppressWarnings("unchecked")
        T typed = (T) value;
        return typed;
    }

    /** What is there, or an empty one that is not kept. */
    private <T> T read(Class<?> type, String key, Supplier<T> none) {
        T value = as(type, get(key));
        return value == null ? none.get() : value;
    }

    /** What is there, or an empty one that is. */
    private <T> T write(Class<?> type, String key, Supplier<T> none) {
        T value = read(type, key, none);
        values.put(key, value);
        return value;
    }

    private Map<String, String> hash(String key) {
        return read(Map.class, key, LinkedHashMap::new);
    }

    private Map<String, String> hashToWrite(String key) {
        return write(Map.class, key, LinkedHashMap::new);
    }

    private SortedSet sorted(String key) {
        return read(SortedSet.class, key, SortedSet::new);
    }

    private Stream stream(String key) {
        return read(Stream.class, key, Stream::new);
    }

    // ---- commands ----

    /** @throws Refused as Redis would refuse it */
    Object execute(List<String> command) {
        String key = command.size() > 1 ? command.get(1) : null;
        List<String> rest = command.size() > 2 ? command.subList(2, command.size()) : List.of();
        String name = command.get(0).toUpperCase(Locale.ROOT);
        return switch (name) {
            case "PING" -> new Status("PONG");
            case "TIME" -> List.of(Long.toString(clock.getAsLong() / 1000), Long.toString(clock.getAsLong() % 1000 * 1000));
            case "GET" -> as(String.class, get(key));
            case "SET" -> set(key, rest);
            case "SETNX" -> get(key) != null ? 0L : set(key, rest) == OK ? 1L : 0L;
            case "GETRANGE" -> getRange(key, Integer.parseInt(rest.get(0)), Integer.parseInt(rest.get(1)));
            case "DEL" -> command.stream().skip(1).filter(this::delete).count();
            case "EXISTS" -> get(key) == null ? 0L : 1L;
            case "PEXPIRE" -> expire(key, Long.parseLong(rest.get(0)));
            case "PERSIST" -> get(key) != null && expiries.remove(key) != null ? 1L : 0L;
            case "HSET" -> hashSet(key, rest);
            case "HDEL" -> hashDelete(key, rest);
            case "HGET" -> hash(key).get(rest.get(0));
            case "HMGET" -> {
                List<Object> all = new ArrayList<>();
                rest.forEach(field -> all.add(hash(key).get(field)));
                yield all;
            }
            case "HLEN" -> (long) hash(key).size();
            case "HINCRBY" -> {
                long value = Long.parseLong(hash(key).getOrDefault(rest.get(0), "0")) + Long.parseLong(rest.get(1));
                hashToWrite(key).put(rest.get(0), Long.toString(value));
                yield value;
            }
            case "HSCAN" -> {
                List<Object> all = new ArrayList<>();
                hash(key).forEach((field, value) -> all.addAll(List.of(field, value)));
                yield List.of("0", all);
            }
            case "ZADD" -> write(SortedSet.class, key, SortedSet::new).add(rest);
            case "ZREM" -> {
                long removed = rest.stream().filter(sorted(key)::remove).count();
                deleteIf(key, sorted(key).size() == 0);
                yield removed;
            }
            case "ZCARD" -> sorted(key).size();
            case "ZSCORE" -> sorted(key).score(rest.get(0));
            case "ZRANGE" -> sorted(key).range(Integer.parseInt(rest.get(0)), Integer.parseInt(rest.get(1)));
            case "ZRANGEBYSCORE" -> sorted(key).rangeByScore(rest);
            case "ZSCAN" -> List.of("0", sorted(key).all());
            case "XADD" -> {
                String id = stream(key).add(rest);
                if (get(key) == null) {
                    write(Stream.class, key, Stream::new).add(rest);
                }
                yield id;
            }
            case "XLEN" -> stream(key).size();
            case "XDEL" -> stream(key).delete(rest);
            case "XRANGE" -> stream(key).range(rest.get(0), rest.get(1), false, rest);
            case "XREVRANGE" -> stream(key).range(rest.get(1), rest.get(0), true, rest);
            default -> throw new Broken("The model of Redis has no command %s", name);
        };
    }

    private Object set(String key, List<String> rest) {
        values.put(key, rest.get(0));
        expiries.remove(key);
        if (rest.size() > 1) {
            expire(key, Long.parseLong(rest.get(2)));
        }
        return OK;
    }

    private String getRange(String key, int start, int end) {
        String value = read(String.class, key, () -> "");
        return value.substring(Math.min(value.length(), start), Math.min(value.length(), end + 1));
    }

    private long expire(String key, long millis) {
        if (get(key) == null) {
            return 0;
        }
        if (millis <= 0) {
            delete(key);
        } else {
            expiries.put(key, clock.getAsLong() + millis);
        }
        return 1;
    }

    private long hashSet(String key, List<String> rest) {
        Map<String, String> hash = hashToWrite(key);
        long added = 0;
        for (int i = 0; i < rest.size(); i += 2) {
            added += hash.put(rest.get(i), rest.get(i + 1)) == null ? 1 : 0;
        }
        return added;
    }

    private long hashDelete(String key, List<String> fields) {
        long removed = fields.stream().filter(field -> hash(key).remove(field) != null).count();
        deleteIf(key, hash(key).isEmpty());
        return removed;
    }

    private void deleteIf(String key, boolean isEmpty) {
        if (isEmpty) {
            delete(key);
        }
    }
}
