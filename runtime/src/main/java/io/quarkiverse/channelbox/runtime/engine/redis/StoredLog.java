package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.vertx.redis.client.Response;

/**
 * What is needed to tell the ids of a group's stored messages. When the server was restarted the offsets go on in a new epoch.
 *
 * @param earlier the last offset of each earlier epoch, the oldest first
 */
record StoredLog(String group, String epoch, Map<String, Long> earlier) {

    /** How long the numbering of a group lives on without messages and members. */
    static final long EMPTY_LIFE_MILLIS = Duration.ofDays(1).toMillis();

    /** A message with how it was sent. */
    record Entry(StoredMessage message, SendOptions options) {
    }

    /** @param earlier as the scripts have it: {@code epoch:offset,epoch:offset} */
    static StoredLog of(String group, String epoch, String earlier) {
        Map<String, Long> offsets = new LinkedHashMap<>();
        if (!earlier.isEmpty()) {
            for (String each : earlier.split(",")) {
                int colon = each.indexOf(':');
                offsets.put(each.substring(0, colon), Long.parseLong(each.substring(colon + 1)));
            }
        }
        return new StoredLog(group, epoch, offsets);
    }

    /** For a log that begins. */
    static String newEpoch() {
        return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }

    LogPosition position(long offset) {
        return new LogPosition(epochOf(offset), offset);
    }

    String epochOf(long offset) {
        for (Map.Entry<String, Long> each : earlier.entrySet()) {
            if (offset <= each.getValue()) {
                return each.getKey();
            }
        }
        return epoch;
    }

    /**
     * Up to which offset somebody has this log who has a message of it; less than that of the message if the server lost it
     * when it was restarted. -1 if the message is of no epoch that is known.
     */
    long commonWith(LogPosition other) {
        return other.epoch().equals(epoch)
                ? other.offset()
                : Math.min(other.offset(), earlier.getOrDefault(other.epoch(), -1L));
    }

    /** Up to which offset another log has what this one had before its epoch; -1 if it knows none of the earlier epochs. */
    long commonEarlier(StoredLog other) {
        long common = -1;
        for (Map.Entry<String, Long> each : earlier.entrySet()) {
            common = Math.max(common, other.commonWith(new LogPosition(each.getKey(), each.getValue())));
        }
        return common;
    }

    /**
     * The entries of a reply, from an index on: id and fields of each. One that this version cannot read is left out: what
     * comes after it must not wait for ever.
     */
    List<Entry> messages(Response reply, int from, Unreadable unreadable) {
        List<Entry> entries = new ArrayList<>((reply.size() - from) / 2);
        for (int i = from; i + 1 < reply.size(); i += 2) {
            String id = reply.get(i).toString();
            try {
                entries.add(entry(id, reply.get(i + 1)));
            } catch (RuntimeException e) {
                unreadable.leftOut(() -> "Message " + id + " of group '" + Printable.of(group) + "'", e);
            }
        }
        return entries;
    }

    /** The fields are the size, the expiry and the message, in that order. */
    private Entry entry(String id, Response fields) {
        long offset = Long.parseLong(id.substring(0, id.indexOf('-')));
        long expires = fields.get(3).toLong();
        MessageCodec.Message message = MessageCodec.decode(fields.get(5).toBytes(), 0);
        return new Entry(
                new StoredMessage(group, position(offset), message.created(), message.options().getEvent().orElse(null),
                        message.payload(), message.options().getAttributes(), expires == 0 ? Long.MAX_VALUE : expires),
                message.options());
    }
}
