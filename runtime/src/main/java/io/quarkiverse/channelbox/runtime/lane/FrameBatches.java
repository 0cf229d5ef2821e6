package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/**
 * Messages that are written together, as the frames that each kind of member gets: those of one form that get the same
 * messages share one buffer, which is made when the first of them is written to. Used on the lane only; whoever makes one
 * releases it.
 */
final class FrameBatches {

    private static final Logger LOG = Logger.getLogger(FrameBatches.class);
    private static final FrameForm[] FORMS = FrameForm.values();
    private static final int FEW = 4;

    private record Selection(FrameForm form, BitSet leftOut) {
    }

    private final List<Delivery> deliveries;
    private final Lane lane;
    /** By form. */
    private final FrameBatch[] forAll = new FrameBatch[FORMS.length];
    /** Whether each member has to be asked, since messages go to those with certain attributes. */
    private boolean asksEach;
    /** Those that are left out of some messages by their connection; {@code null} for nobody. */
    private Map<Member, BitSet> leftOut;
    private Map<Selection, FrameBatch> forSome;

    /** @param group where the messages go */
    FrameBatches(List<Delivery> deliveries, Lane lane, GroupMembers group) {
        this.deliveries = deliveries;
        this.lane = lane;
        for (int i = 0; i < deliveries.size(); i++) {
            if (!deliveries.get(i).isForAll()) {
                prepare(deliveries.get(i).publication().options(), i, group);
            }
        }
    }

    private void prepare(SendOptions options, int index, GroupMembers group) {
        if (!options.getAttributes().isEmpty()) {
            asksEach = true;
        }
        for (String connectionId : options.getExcept()) {
            Member member = group.member(connectionId);
            if (member != null) {
                if (leftOut == null) {
                    // Mostly that is the sender, and nobody else.
                    leftOut = new IdentityHashMap<>(FEW);
                }
                leftOut.computeIfAbsent(member, m -> new BitSet(deliveries.size())).set(index);
            }
        }
    }

    /** What a member gets; it may be empty. */
    FrameBatch of(Member member) {
        return member.laneConnection().outbound().negotiated(selected(member, member.form()));
    }

    /**
     * Like {@link #of(Member)}, of which it is known how it gets it: of the member itself nothing is touched that need not be.
     */
    FrameBatch of(Member member, Bypass bypass) {
        FrameBatch selected = selected(member, bypass.form());
        return bypass.takesCompressed() ? selected.compressed() : selected;
    }

    private FrameBatch selected(Member member, FrameForm form) {
        if (asksEach) {
            BitSet selected = new BitSet(deliveries.size());
            for (int i = 0; i < deliveries.size(); i++) {
                selected.set(i, !deliveries.get(i).isFor(member.connectionId(), member.attributes()));
            }
            return selected.isEmpty() ? ofAll(form) : ofSome(form, selected);
        }
        BitSet selected = leftOut == null ? null : leftOut.get(member);
        return selected == null ? ofAll(form) : ofSome(form, selected);
    }

    private FrameBatch ofAll(FrameForm form) {
        FrameBatch batch = forAll[form.ordinal()];
        if (batch == null) {
            batch = shared(batch(form, null));
            forAll[form.ordinal()] = batch;
        }
        return batch;
    }

    private FrameBatch ofSome(FrameForm form, BitSet without) {
        if (without.cardinality() == deliveries.size()) {
            return new FrameBatch(List.of(), lane.encoder());
        }
        if (forSome == null) {
            forSome = new HashMap<>();
        }
        return forSome.computeIfAbsent(new Selection(form, without), key -> batch(form, without));
    }

    private FrameBatch batch(FrameForm form, BitSet without) {
        List<EncodedPayload> payloads = new ArrayList<>(deliveries.size());
        for (int i = 0; i < deliveries.size(); i++) {
            if (without == null || !without.get(i)) {
                EncodedPayload payload = form.of(deliveries.get(i), lane.shared().positions());
                if (payload == null) {
                    LOG.debugf("A message to %s does not fit its %s channels: it is left out", deliveries.get(i).target(),
                            form);
                } else {
                    payloads.add(payload);
                }
            }
        }
        return new FrameBatch(payloads, lane.encoder());
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

    void release() {
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
