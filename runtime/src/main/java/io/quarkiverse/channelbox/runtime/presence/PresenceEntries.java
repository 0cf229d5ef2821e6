package io.quarkiverse.channelbox.runtime.presence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.config.PresenceBy;

/** The entries that stand for channels. */
public final class PresenceEntries {

    private static final Comparator<PresenceEntry> BY_CONNECTION = Comparator.comparing(e -> e.connectionId().orElseThrow());

    private PresenceEntries() {
    }

    /** @param channels an entry each */
    public static Collection<PresenceEntry> of(Collection<PresenceEntry> channels, PresenceBy by) {
        return by == PresenceBy.USER ? byUser(channels) : channels;
    }

    private static Collection<PresenceEntry> byUser(Collection<PresenceEntry> channels) {
        List<PresenceEntry> entries = new ArrayList<>();
        Map<String, List<PresenceEntry>> users = new LinkedHashMap<>();
        for (PresenceEntry channel : channels) {
            channel.principal().ifPresentOrElse(
                    name -> users.computeIfAbsent(name, n -> new ArrayList<>(1)).add(channel), () -> entries.add(channel));
        }
        users.forEach((name, ofUser) -> entries.add(PresenceEntry.ofUser(name, ofUser.size(), attributes(ofUser))));
        return entries;
    }

    /** The same on all nodes, whatever order they know the channels in. */
    private static Map<String, String> attributes(List<PresenceEntry> channels) {
        if (channels.size() == 1) {
            return channels.get(0).attributes();
        }
        channels.sort(BY_CONNECTION);
        Map<String, String> all = new HashMap<>();
        channels.forEach(channel -> all.putAll(channel.attributes()));
        return all;
    }

    /** What an entry is known by. The id of a connection does not begin like that of a user. */
    static String key(PresenceEntry entry) {
        return entry.connectionId().orElseGet(() -> '@' + entry.principal().orElseThrow());
    }
}
