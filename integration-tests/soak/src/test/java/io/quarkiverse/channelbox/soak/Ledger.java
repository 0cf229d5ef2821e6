package io.quarkiverse.channelbox.soak;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is known to be stored, by receipts and by what anybody has got: all have to agree. */
final class Ledger {

    private final Map<String, GroupLog> groups = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private int size;

    private static final class GroupLog {
        final TreeMap<Long, String> messages = new TreeMap<>();
        final Map<String, Long> offsets = new HashMap<>();
        String epoch;
    }

    /** @param key of what was published: nobody publishes it twice */
    void stored(String group, Position at, String key) {
        GroupLog log = groups.computeIfAbsent(group, name -> new GroupLog());
        sameEpoch(group, log, at);
        String there = log.messages.putIfAbsent(at.offset(), key);
        Long before = log.offsets.putIfAbsent(key, at.offset());
        if (there != null && !there.equals(key)) {
            throw new AssertionError("Message " + at.offset() + " of " + group + " is " + there + " and " + key);
        }
        if (before != null && before != at.offset()) {
            throw new AssertionError(key + " was stored in " + group + " as " + before + " and " + at.offset());
        }
        if (refused.contains(key)) {
            throw new AssertionError(key + " was refused, and stored in " + group);
        }
        size += there == null ? 1 : 0;
    }

    private static void sameEpoch(String group, GroupLog log, Position at) {
        if (log.epoch == null) {
            log.epoch = at.epoch();
        } else if (!log.epoch.equals(at.epoch())) {
            throw new AssertionError("The log of " + group + " began anew");
        }
    }

    /** The publisher was told that it failed. */
    void refused(String group, String key) {
        refused.add(key);
        GroupLog log = groups.get(group);
        if (log != null && log.offsets.containsKey(key)) {
            throw new AssertionError(key + " was stored in " + group + ", and refused");
        }
    }

    /** The offset of the last message that is known; 0 for none. */
    long last(String group) {
        GroupLog log = groups.get(group);
        return log == null || log.messages.isEmpty() ? 0 : log.messages.lastKey();
    }

    /** What one client has published has to be in the order in which it did. */
    void checkOrder() {
        groups.forEach((group, log) -> {
            Map<String, Long> last = new HashMap<>();
            log.messages.values().forEach(key -> {
                int slash = key.indexOf('/');
                long number = Long.parseLong(key.substring(slash + 1));
                Long before = last.put(key.substring(0, slash), number);
                if (before != null && before >= number) {
                    throw new AssertionError("In " + group + ' ' + key + " comes after " + before);
                }
            });
        });
    }

    /** How many messages are known. */
    int size() {
        return size;
    }
}
