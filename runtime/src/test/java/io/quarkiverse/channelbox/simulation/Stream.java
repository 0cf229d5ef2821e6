package io.quarkiverse.channelbox.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A stream of the model of Redis, of which the second part of an id is always 0. It stays when it is empty. */
final class Stream {

    private final TreeMap<Long, List<Object>> entries = new TreeMap<>();
    private long last;

    Stream copy() {
        Stream copy = new Stream();
        copy.entries.putAll(entries);
        copy.last = last;
        return copy;
    }

    long size() {
        return entries.size();
    }

    /** @param arguments of {@code XADD} after the key */
    String add(List<String> arguments) {
        long id = number(arguments.get(0));
        if (id == 0) {
            throw new Keyspace.Refused("ERR The ID specified in XADD must be greater than 0-0");
        }
        if (id <= last) {
            throw new Keyspace.Refused("ERR The ID specified in XADD is equal or smaller than the target stream top item");
        }
        last = id;
        entries.put(id, new ArrayList<>(arguments.subList(1, arguments.size())));
        return id + "-0";
    }

    long delete(List<String> ids) {
        return ids.stream().filter(id -> entries.remove(number(id)) != null).count();
    }

    /** @param arguments of which the fourth one is the most that are wanted, if there is one */
    List<Object> range(String from, String to, boolean isReverse, List<String> arguments) {
        long most = arguments.size() > 3 ? Long.parseLong(arguments.get(3)) : Long.MAX_VALUE;
        long first = number(from);
        long end = number(to);
        if (first > end) {
            return List.of();
        }
        NavigableMap<Long, List<Object>> part = entries.subMap(first, true, end, true);
        return new ArrayList<>((isReverse ? part.descendingMap() : part).entrySet().stream().limit(most)
                .map(entry -> (Object) List.of(entry.getKey() + "-0", entry.getValue())).toList());
    }

    private static long number(String id) {
        return id.equals("-") ? 0 : id.equals("+") ? Long.MAX_VALUE : Long.parseLong(id.substring(0, (id + "-").indexOf('-')));
    }
}
