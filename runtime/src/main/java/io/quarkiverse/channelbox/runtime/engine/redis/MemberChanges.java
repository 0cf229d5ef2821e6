package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.channelbox.PresenceEntry;

/**
 * Who has come to groups and gone from them, as it is now, until Redis knows. If too many have, it is only known that anybody
 * may have: then all is written anew. Used on the engine's loop.
 */
final class MemberChanges {

    /** How many changes wait for Redis while it is away. */
    static final int MOST = 10_000;

    /** By group and connection id; {@code null} for one that has gone. */
    private Map<String, Map<String, PresenceEntry>> byGroup = new LinkedHashMap<>();
    private int size;
    private boolean all;

    void put(String group, String id, PresenceEntry entry) {
        if (all) {
            return;
        }
        Map<String, PresenceEntry> members = byGroup.computeIfAbsent(group, name -> new HashMap<>());
        int before = members.size();
        members.put(id, entry);
        size += members.size() - before;
    }

    /** Lets go of them, if they are too many. */
    void limit() {
        if (size > MOST) {
            clear();
            all = true;
        }
    }

    /** Whether they were too many. */
    boolean isAll() {
        return all;
    }

    int size() {
        return size;
    }

    Map<String, Map<String, PresenceEntry>> take() {
        Map<String, Map<String, PresenceEntry>> taken = byGroup;
        clear();
        return taken;
    }

    void clear() {
        byGroup = new LinkedHashMap<>();
        size = 0;
        all = false;
    }
}
