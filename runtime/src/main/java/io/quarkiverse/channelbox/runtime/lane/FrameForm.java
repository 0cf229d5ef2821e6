package io.quarkiverse.channelbox.runtime.lane;

import io.quarkiverse.channelbox.PayloadType;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;

/** In which form a member gets messages: as payloads of a type, or in the envelopes of the subprotocol. */
public enum FrameForm {

    AUTO(PayloadType.AUTO),
    JSON(PayloadType.JSON),
    TEXT(PayloadType.TEXT),
    BINARY(PayloadType.BINARY),
    ENVELOPE(null);

    private final PayloadType payloadType;

    FrameForm(PayloadType payloadType) {
        this.payloadType = payloadType;
    }

    public static FrameForm of(PayloadType payloadType) {
        return switch (payloadType) {
            case AUTO -> AUTO;
            case JSON -> JSON;
            case TEXT -> TEXT;
            case BINARY -> BINARY;
        };
    }

    /**
     * What a member gets, {@code null} if the payload does not fit; an envelope takes any.
     *
     * @param positions by which ids are made
     */
    EncodedPayload of(Delivery delivery, PositionSigner positions) {
        return this == ENVELOPE ? delivery.envelope(positions) : delivery.payload().as(payloadType);
    }

    /** Like the other one. */
    EncodedPayload of(StoredMessage message, PositionSigner positions) {
        return this == ENVELOPE ? message.envelope(positions) : message.payload().as(payloadType);
    }

    /** The type that a payload has to fit; {@code null} if any does. */
    public PayloadType payloadType() {
        return payloadType;
    }
}
