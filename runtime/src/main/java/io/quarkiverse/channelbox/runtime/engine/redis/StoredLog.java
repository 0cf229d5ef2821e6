package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.engine.StoredMessage;
import io.vertx.redis.client.Response;

/**
 * What is needed to tell the ids of a group's stored messages. When the server was restarted the offsets go on in a new epoch.
 *
 * @param earlierEpoch of the messages up to the offset {@code upTo}; empty if there was none
 */
record StoredLog(String group, String epoch, String earlierEpoch, long upTo) {

    /** A message with how it was sent. */
    record Entry(StoredMessage message, SendOptions options) {
    }

    String epochOf(long offset) {
        return !earlierEpoch.isEmpty() && offset <= upTo ? earlierEpoch : epoch;
    }

    /** Whether offsets of an epoch can be compared with those of this log. */
    boolean knows(String otherEpoch) {
        return epoch.equals(otherEpoch) || earlierEpoch.equals(otherEpoch);
    }

    /** The entries of a reply, from an index on: id and fields of each. */
    List<Entry> messages(Response reply, int from) {
        List<Entry> entries = new ArrayList<>((reply.size() - from) / 2);
        for (int i = from; i + 1 < reply.size(); i += 2) {
            entries.add(entry(reply.get(i).toString(), reply.get(i + 1)));
        }
        return entries;
    }

    /** The fields are the size, the expiry and the message, in that order. */
    private Entry entry(String id, Response fields) {
        long offset = Long.parseLong(id.substring(0, id.indexOf('-')));
        long expires = fields.get(3).toLong();
        MessageCodec.Message message = MessageCodec.decode(fields.get(5).toBytes(), 0);
        return new Entry(new StoredMessage(epochOf(offset), offset, group, message.created(),
                message.options().event().orElse(null), message.payload(), expires == 0 ? Long.MAX_VALUE : expires),
                message.options());
    }
}
