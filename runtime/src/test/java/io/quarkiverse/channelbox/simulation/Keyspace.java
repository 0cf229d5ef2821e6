package io.quarkiverse.channelbox.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

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
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Long> expiries = new HashMap<>();

    /** @param clock milliseconds since 1970 */
    Keyspace(LongSupplier clock) {
        this.clock = clock;
    }

    /** As it is now. */
    @SuppressWarnings("unchecked")
    Keyspace copy() {
        Keyspace copy = new Keyspace(clock);
        values.forEach((key, value) -> copy.values.put(key, value instanceof TreeMap<?, ?> stream ? new TreeMap<>(stream)
                : value instanceof Map<?, ?> map ? new LinkedHashMap<>((Map<Object, Object>) map) : value));
        copy.expiries.putAll(expiries);
        return copy;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    private Object get(String key) {
        Long expiry = expiries.get(key);
        if (expiry != null && expiry <= clock.getAsLong()) {
            delete(key);
        }
        return values.get(key);
    }

    private boolean delete(String key) {
        expiries.remove(key);
        return values.remove(key) != null;
    }

    @SuppressWarnings("unchecked")
    private <T> T get(String key, T none, boolean isMade) {
        Object value = get(key);
        if (value == null && isMade) {
            values.put(key, none);
        }
        return value == null ? none : (T) value;
    }

    private Map<String, String> hash(String key, boolean isMade) {
        return get(key, new LinkedHashMap<>(), isMade);
    }

    private Map<String, Double> sorted(String key, boolean isMade) {
        return get(key, new LinkedHashMap<>(), isMade);
    }

    private TreeMap<Long, List<Object>> stream(String key, boolean isMade) {
        return get(key, new TreeMap<>(), isMade);
    }

    /** @throws Refused as Redis would refuse it */
    Object execute(List<String> command) {
        String key = command.size() > 1 ? command.get(1) : null;
        List<String> rest = command.size() > 2 ? command.subList(2, command.size()) : List.of();
        return switch (command.get(0).toUpperCase()) {
            case "PING" -> new Status("PONG");
            case "TIME" -> List.of(Long.toString(clock.getAsLong() / 1000), Long.toString(clock.getAsLong() % 1000 * 1000));
            case "GET" -> get(key);
            case "SET" -> set(key, rest);
            case "GETRANGE" -> getRange(key, Integer.parseInt(rest.get(1)));
            case "DEL" -> {
                get(key);
                yield delete(key) ? 1L : 0L;
            }
            case "EXISTS" -> get(key) == null ? 0L : 1L;
            case "PEXPIRE" -> expire(key, Long.parseLong(rest.get(0)));
            case "PERSIST" -> get(key) != null && expiries.remove(key) != null ? 1L : 0L;
            case "HSET" -> hashSet(key, rest);
            case "HDEL" -> hashDelete(key, rest);
            case "HGET" -> hash(key, false).get(rest.get(0));
            case "HMGET" -> {
                List<Object> all = new ArrayList<>();
                rest.forEach(field -> all.add(hash(key, false).get(field)));
                yield all;
            }
            case "HLEN" -> (long) hash(key, false).size();
            case "HINCRBY" -> {
                long value = Long.parseLong(hash(key, true).getOrDefault(rest.get(0), "0")) + Long.parseLong(rest.get(1));
                hash(key, true).put(rest.get(0), Long.toString(value));
                yield value;
            }
            case "HSCAN" -> {
                List<Object> all = new ArrayList<>();
                hash(key, false).forEach((field, value) -> {
                    all.add(field);
                    all.add(value);
                });
                yield List.of("0", all);
            }
            case "ZADD" -> sortedAdd(key, rest);
            case "ZREM" -> {
                boolean was = sorted(key, false).remove(rest.get(0)) != null;
                deleteIfEmpty(key, sorted(key, false));
                yield was ? 1L : 0L;
            }
            case "ZSCORE" -> {
                Double score = sorted(key, false).get(rest.get(0));
                yield score == null ? null : text(score);
            }
            case "ZRANGEBYSCORE" -> range(key, score(rest.get(0)), score(rest.get(1)));
            case "ZSCAN" -> {
                List<Object> all = new ArrayList<>();
                sorted(key, false).forEach((member, score) -> {
                    all.add(member);
                    all.add(text(score));
                });
                yield List.of("0", all);
            }
            case "XLEN" -> (long) stream(key, false).size();
            case "XADD" -> {
                stream(key, true).put(id(rest.get(0)), new ArrayList<>(rest.subList(1, rest.size())));
                yield rest.get(0);
            }
            case "XDEL" -> {
                long count = rest.stream().filter(id -> stream(key, false).remove(id(id)) != null).count();
                yield count;
            }
            case "XRANGE" -> entries(stream(key, false), rest.get(0), rest.get(1), false, rest);
            case "XREVRANGE" -> entries(stream(key, false), rest.get(1), rest.get(0), true, rest);
            default -> throw new Refused("ERR the model of Redis has no command " + command.get(0));
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

    private String getRange(String key, int end) {
        String value = (String) get(key);
        return value == null ? "" : value.substring(0, Math.min(value.length(), end + 1));
    }

    private long expire(String key, long millis) {
        if (get(key) == null) {
            return 0;
        }
        expiries.put(key, clock.getAsLong() + millis);
        return 1;
    }

    private long hashSet(String key, List<String> rest) {
        long added = 0;
        for (int i = 0; i < rest.size(); i += 2) {
            added += hash(key, true).put(rest.get(i), rest.get(i + 1)) == null ? 1 : 0;
        }
        return added;
    }

    private long hashDelete(String key, List<String> fields) {
        long removed = fields.stream().filter(field -> hash(key, false).remove(field) != null).count();
        deleteIfEmpty(key, hash(key, false));
        return removed;
    }

    private long sortedAdd(String key, List<String> rest) {
        boolean isOnlyLess = rest.get(0).equals("LT");
        List<String> pairs = isOnlyLess ? rest.subList(1, rest.size()) : rest;
        long added = 0;
        for (int i = 0; i < pairs.size(); i += 2) {
            double score = score(pairs.get(i));
            Double known = sorted(key, true).get(pairs.get(i + 1));
            if (known == null || !isOnlyLess || score < known) {
                sorted(key, true).put(pairs.get(i + 1), score);
            }
            added += known == null ? 1 : 0;
        }
        return added;
    }

    private void deleteIfEmpty(String key, Map<?, ?> value) {
        if (value.isEmpty()) {
            delete(key);
        }
    }

    private List<Object> range(String key, double from, double to) {
        List<Map.Entry<String, Double>> found = new ArrayList<>(sorted(key, false).entrySet());
        found.removeIf(entry -> entry.getValue() < from || entry.getValue() > to);
        found.sort(Map.Entry.<String, Double> comparingByValue().thenComparing(Map.Entry.comparingByKey()));
        return new ArrayList<>(found.stream().map(Map.Entry::getKey).toList());
    }

    private static List<Object> entries(TreeMap<Long, List<Object>> stream, String from, String to, boolean isReverse,
            List<String> rest) {
        int most = rest.size() > 3 ? Integer.parseInt(rest.get(3)) : Integer.MAX_VALUE;
        long first = id(from);
        long last = id(to);
        List<Object> found = new ArrayList<>();
        if (first <= last) {
            Map<Long, List<Object>> part = stream.subMap(first, true, last, true);
            (isReverse ? ((TreeMap<Long, List<Object>>) new TreeMap<>(part)).descendingMap() : part).forEach((id, fields) -> {
                if (found.size() < most) {
                    found.add(List.of(id + "-0", fields));
                }
            });
        }
        return found;
    }

    private static long id(String id) {
        return id.equals("-") ? 0 : id.equals("+") ? Long.MAX_VALUE : Long.parseLong(id.substring(0, (id + "-").indexOf('-')));
    }

    private static double score(String score) {
        return switch (score) {
            case "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(score);
        };
    }

    private static String text(double score) {
        return Double.isInfinite(score) ? score > 0 ? "inf" : "-inf"
                : score == Math.rint(score) ? Long.toString((long) score) : Double.toString(score);
    }
}
