package io.quarkiverse.channelbox.runtime.presence;

import java.util.List;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;

/** What the members of a group are told at a time: newcomers who is there, the others what has changed. */
final class PresenceNews {

    private final String group;
    private final Object list;
    private final List<PresenceEntry> everybody;
    private final List<PresenceEntry> joined;
    private final List<PresenceEntry> left;
    private EncodedPayload full;
    private EncodedPayload changes;

    PresenceNews(String group, Object list, List<PresenceEntry> everybody, List<PresenceEntry> joined,
            List<PresenceEntry> left) {
        this.group = group;
        this.list = list;
        this.everybody = everybody;
        this.joined = joined;
        this.left = left;
    }

    List<PresenceEntry> everybody() {
        return everybody;
    }

    List<PresenceEntry> joined() {
        return joined;
    }

    List<PresenceEntry> left() {
        return left;
    }

    /** About how many bytes it is for all members of this node. @param newcomers how many of them need the full list */
    long cost(int members, int newcomers) {
        long ofChanges = joined.isEmpty() && left.isEmpty() ? 0 : (long) changes().size() * (members - newcomers);
        return newcomers == 0 ? ofChanges : ofChanges + (long) full().size() * newcomers;
    }

    /** The frame for a channel, {@code null} if there is nothing to tell. Called on its lane. */
    EncodedPayload of(Member channel) {
        return channel.learnPresence(list) ? full() : joined.isEmpty() && left.isEmpty() ? null : changes();
    }

    private synchronized EncodedPayload full() {
        if (full == null) {
            full = EncodedPayload.json(ProtocolFrames.presence(group, everybody, List.of(), size()));
        }
        return full;
    }

    private synchronized EncodedPayload changes() {
        if (changes == null) {
            changes = EncodedPayload.json(ProtocolFrames.presence(group, joined, left, size()));
        }
        return changes;
    }

    private int size() {
        return everybody.stream().mapToInt(PresenceEntry::connections).sum();
    }
}
