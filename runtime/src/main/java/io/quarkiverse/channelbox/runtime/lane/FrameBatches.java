package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/**
 * Messages that are written together, as the frames that each kind of member gets: those of one form that get the same
 * messages share one buffer, which is made when the first of them is written to. Used on the lane only; whoever makes one
 * releases it.
 */
public final class FrameBatches {

    private static final Logger LOG = Logger.getLogger(FrameBatches.class);

    private static final FrameForm[] FORMS = FrameForm.values();
    private static final BitSet NONE = new BitSet(0);

    private record Selection(FrameForm form, BitSet leftOut) {
    }

    private final List<Delivery> deliveries;
    private final FrameEncoder encoder;
    private final boolean isForAll;
    /** By form. */
    private final FrameBatch[] forAll = new FrameBatch[FORMS.length];
    private Map<Selection, FrameBatch> forSome;

    public FrameBatches(List<Delivery> deliveries, FrameEncoder encoder) {
        this.deliveries = deliveries;
        this.encoder = encoder;
        this.isForAll = areForAll(deliveries);
    }

    private static boolean areForAll(List<Delivery> deliveries) {
        for (int i = 0; i < deliveries.size(); i++) {
            if (!deliveries.get(i).isForAll()) {
                return false;
            }
        }
        return true;
    }

    /** What a channel gets; it may be empty. */
    public FrameBatch of(Member channel) {
        FrameForm form = channel.form();
        if (isForAll) {
            return ofAll(form);
        }
        BitSet leftOut = leftOut(channel);
        if (leftOut.isEmpty()) {
            return ofAll(form);
        }
        if (forSome == null) {
            forSome = new HashMap<>();
        }
        return forSome.computeIfAbsent(new Selection(form, leftOut), this::batch);
    }

    private FrameBatch ofAll(FrameForm form) {
        FrameBatch batch = forAll[form.ordinal()];
        if (batch == null) {
            batch = shared(batch(new Selection(form, NONE)));
            forAll[form.ordinal()] = batch;
        }
        return batch;
    }

    private BitSet leftOut(Member channel) {
        BitSet leftOut = new BitSet(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            leftOut.set(i, !deliveries.get(i).isFor(channel.localConnection().id(), channel.attributes()));
        }
        return leftOut;
    }

    private FrameBatch batch(Selection selection) {
        List<EncodedPayload> payloads = new ArrayList<>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            if (!selection.leftOut().get(i)) {
                EncodedPayload payload = selection.form().of(deliveries.get(i));
                if (payload == null) {
                    LOG.debugf("A message to %s does not fit its %s channels: it is left out", deliveries.get(i).target(),
                            selection.form());
                } else {
                    payloads.add(payload);
                }
            }
        }
        return new FrameBatch(payloads, encoder);
    }

    /** Different types of payload are mostly the same bytes. */
    private FrameBatch shared(FrameBatch batch) {
        for (FrameBatch other : forAll) {
            if (other != null && other.payloads().equals(batch.payloads())) {
                return other;
            }
        }
        return batch;
    }

    public void release() {
        for (FrameBatch batch : forAll) {
            if (batch != null) {
                batch.release();
            }
        }
        if (forSome != null) {
            forSome.values().forEach(FrameBatch::release);
        }
    }
}
