package io.quarkiverse.channelbox.runtime.fanout;

import java.util.List;

import io.quarkiverse.channelbox.PayloadType;

/** The frames of one message for members of different payload types: at most two encodings, each made if somebody needs it. */
public final class DeliveryFrames {

    private final EncodedPayload payload;
    private final FrameEncoder encoder;
    private FrameBatch asItIs;
    private FrameBatch converted;

    public DeliveryFrames(EncodedPayload payload, FrameEncoder encoder) {
        this.payload = payload;
        this.encoder = encoder;
    }

    /** The frames for a member of that type, {@code null} if the payload does not fit it. */
    public FrameBatch as(PayloadType type) {
        EncodedPayload fitting = payload.as(type);
        if (fitting == null) {
            return null;
        }
        if (fitting == payload) {
            return asItIs = asItIs == null ? batch(payload) : asItIs;
        }
        return converted = converted == null ? batch(fitting) : converted;
    }

    private FrameBatch batch(EncodedPayload encoded) {
        return new FrameBatch(List.of(encoded), encoder);
    }

    public void release() {
        if (asItIs != null) {
            asItIs.release();
        }
        if (converted != null) {
            converted.release();
        }
    }
}
