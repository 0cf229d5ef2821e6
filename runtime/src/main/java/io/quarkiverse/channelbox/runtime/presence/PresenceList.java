package io.quarkiverse.channelbox.runtime.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.settings.PresenceSettings;

/** Who is in a group, as its members have been told. Changed with the group, one change at a time. */
final class PresenceList {

    private final PresenceSettings settings;
    private final LateLeaves late;
    private Map<String, PresenceEntry> told = Map.of();
    /** Stands for the full list that newcomers get, for as long as everybody is told of every change of it. */
    private Object list = new Object();

    PresenceList(PresenceSettings settings) {
        this.settings = settings;
        this.late = new LateLeaves(settings);
    }

    /**
     * What has changed since it was told the last time, but for what is not told yet.
     *
     * @param channels an entry for each channel that the group has
     * @param now milliseconds
     */
    PresenceNews take(String group, Collection<PresenceEntry> channels, long now) {
        Map<String, PresenceEntry> present = new LinkedHashMap<>();
        PresenceEntries.of(channels, settings.by()).forEach(entry -> present.put(PresenceEntries.key(entry), entry));
        late.keep(told, present, now);
        List<PresenceEntry> joined = new ArrayList<>();
        List<PresenceEntry> left = new ArrayList<>();
        present.forEach((key, entry) -> {
            if (!entry.equals(told.get(key))) {
                joined.add(entry);
            }
        });
        told.forEach((key, entry) -> {
            if (!present.containsKey(key)) {
                left.add(entry);
            }
        });
        told = present;
        return new PresenceNews(group, list, List.copyOf(present.values()), joined, left);
    }

    /** Whether there is a leave that waits to be told. */
    boolean isWaiting() {
        return !late.isEmpty();
    }

    /** In how many milliseconds the first of those that wait is due; negative if it was before. */
    long nextDue(long now) {
        return late.nextDue(now);
    }

    /** The members are not told of the changes until now: all of them need the full list the next time. */
    void forget() {
        told = Map.of();
        late.clear();
        list = new Object();
    }
}
