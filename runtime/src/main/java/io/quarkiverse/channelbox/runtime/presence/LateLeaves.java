package io.quarkiverse.channelbox.runtime.presence;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.settings.PresenceSettings;
import io.quarkiverse.channelbox.runtime.time.Durations;

/**
 * Leaves that are not told yet, since whoever left may come back. What waits has its end with what a group may have: the first
 * ones are told at once when there would be more entries than members are told of.
 */
final class LateLeaves {

    /** A user has fewer connections than was told, since then. */
    private record Late(PresenceEntry told, int connections, long since) {
    }

    private final long delay;
    private final int most;
    /** By key; who left first comes first. */
    private final Map<String, Late> late = new LinkedHashMap<>();

    LateLeaves(PresenceSettings settings) {
        delay = Durations.millis(settings.leaveDelay());
        most = settings.maxChannels();
    }

    /** Makes those present, as they were told, whose leave is not to be told yet. */
    void keep(Map<String, PresenceEntry> told, Map<String, PresenceEntry> present, long now) {
        if (delay == 0) {
            return;
        }
        told.forEach((key, entry) -> note(key, entry, present.get(key), now));
        late.values().removeIf(each -> now - each.since() >= delay);
        replace(told, present);
        long room = most - present.size();
        for (String key : late.keySet()) {
            room -= present.containsKey(key) ? 0 : 1;
        }
        for (Iterator<String> first = late.keySet().iterator(); room < 0 && first.hasNext();) {
            if (!present.containsKey(first.next())) {
                first.remove();
                room++;
            }
        }
        late.forEach((key, each) -> present.merge(key, each.told(), LateLeaves::asTold));
    }

    private void note(String key, PresenceEntry told, PresenceEntry now, long time) {
        int connections = now == null ? 0 : now.connections();
        if (connections >= told.connections() || told.principal().isEmpty()) {
            late.remove(key);
            return;
        }
        Late before = late.get(key);
        if (before == null || connections < before.connections()) {
            late.remove(key);
            late.put(key, new Late(told, connections, time));
        } else {
            late.replace(key, new Late(told, connections, before.since()));
        }
    }

    /** Those of whom it is known by which other connection they came back: both are told together. */
    private void replace(Map<String, PresenceEntry> told, Map<String, PresenceEntry> present) {
        Map<String, Integer> back = new HashMap<>();
        present.forEach((key, entry) -> {
            if (entry.connectionId().isPresent() && !told.containsKey(key)) {
                entry.principal().ifPresent(name -> back.merge(name, 1, Integer::sum));
            }
        });
        late.values().removeIf(each -> {
            String name = each.told().principal().orElseThrow();
            return back.getOrDefault(name, 0) > 0 && back.merge(name, -1, Integer::sum) >= 0;
        });
    }

    private static PresenceEntry asTold(PresenceEntry now, PresenceEntry told) {
        return PresenceEntry.ofUser(now.principal().orElseThrow(), told.connections(), now.attributes());
    }

    boolean isEmpty() {
        return late.isEmpty();
    }

    long nextDue(long now) {
        return late.values().iterator().next().since() + delay - now;
    }

    void clear() {
        late.clear();
    }
}
