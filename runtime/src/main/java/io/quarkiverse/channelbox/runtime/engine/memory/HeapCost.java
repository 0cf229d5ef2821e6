package io.quarkiverse.channelbox.runtime.engine.memory;

import java.util.Map;

import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;

/**
 * About how many bytes of heap stored messages take, with compressed references: rather more than less, which
 * {@code HeapCostTest} holds against what they do take.
 */
final class HeapCost {

    /**
     * Of a message, besides payload, event and attributes: its objects, and the references to what is made for those who read
     * it. That itself the collector takes back when memory gets short.
     */
    private static final int MESSAGE = 256;
    /** Of a group that has messages, besides its name. */
    private static final int GROUP = 512;
    /** Of the place of a message in a group. */
    private static final int SLOT = 8;
    /** Of a string, besides its characters. */
    private static final int STRING = 48;
    private static final int MAP_ENTRY = 48;

    private HeapCost() {
    }

    static long group(String name, int slots) {
        return GROUP + 2L * name.length() + (long) SLOT * slots;
    }

    static long message(StoredMessage message) {
        return message(message.payload().size(), message.event().orElse(null), message.attributes());
    }

    static long message(Publication publication) {
        return message(publication.payload().size(), publication.options().getEvent().orElse(null),
                publication.options().getAttributes());
    }

    private static long message(int payloadSize, String event, Map<String, String> attributes) {
        long bytes = MESSAGE + payloadSize + (event == null ? 0 : string(event));
        for (Map.Entry<String, String> each : attributes.entrySet()) {
            bytes += MAP_ENTRY + string(each.getKey()) + string(each.getValue());
        }
        return bytes;
    }

    private static long string(String value) {
        return STRING + 2L * value.length();
    }
}
