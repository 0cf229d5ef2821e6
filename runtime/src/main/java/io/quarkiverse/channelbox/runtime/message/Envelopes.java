package io.quarkiverse.channelbox.runtime.message;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;

/** Messages as clients get them that speak {@code channelbox.v1}. */
final class Envelopes {

    private Envelopes() {
    }

    /**
     * @param group {@code null} for a message to connections, or to several groups
     * @param id {@code null} for a message that was not stored
     * @param event {@code null} for a message without a name
     * @param ask {@code null} for a message that wants no answer
     */
    static EncodedPayload message(String group, String id, String event, String ask, EncodedPayload payload) {
        return EncodedPayload.json(payload.isBinary()
                ? ProtocolFrames.binaryMessage(group, id, event, ask, payload.bytes())
                : ProtocolFrames.message(group, id, event, ask, payload.as(PayloadType.JSON).bytes()));
    }
}
