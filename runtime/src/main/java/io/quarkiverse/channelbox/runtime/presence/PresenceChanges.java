package io.quarkiverse.channelbox.runtime.presence;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkiverse.channelbox.PresenceEntry;

/** Who has come to a group and gone from it since its members were told. Changed with the group, one change at a time. */
public final class PresenceChanges {

    private final Map<String, PresenceEntry> joined = new LinkedHashMap<>();
    private final Map<String, PresenceEntry> left = new LinkedHashMap<>();
    /** Those of the joined ones that nobody knows of. */
    private final Set<String> unseen = new HashSet<>();
    private boolean scheduled;
    /** Stands for the full list that newcomers get, for as long as everybody is told of every change of it. */
    private Object list = new Object();

    void join(PresenceEntry entry) {
        joined.put(entry.connectionId(), entry);
        if (!left.containsKey(entry.connectionId())) {
            unseen.add(entry.connectionId());
        }
    }

    /** Its attributes are others now. */
    void update(PresenceEntry entry) {
        joined.put(entry.connectionId(), entry);
    }

    void leave(PresenceEntry entry) {
        joined.remove(entry.connectionId());
        // Who came and went unseen is no news.
        if (!unseen.remove(entry.connectionId())) {
            left.put(entry.connectionId(), entry);
        }
    }

    /** Whether the members were going to be told anyway; from now on they are. */
    boolean schedule() {
        boolean already = scheduled;
        scheduled = true;
        return already;
    }

    /** The changes; and begins anew. */
    PresenceNews take(String group, Collection<PresenceEntry> everybody) {
        PresenceNews news = new PresenceNews(group, list, List.copyOf(everybody), List.copyOf(joined.values()),
                List.copyOf(left.values()));
        clear();
        return news;
    }

    /** The members are not told of the changes until now: all of them need the full list the next time. */
    void forget() {
        clear();
        list = new Object();
    }

    private void clear() {
        joined.clear();
        left.clear();
        unseen.clear();
        scheduled = false;
    }
}
