package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;

/**
 * Live messages that are not in the log and wait until a member that is catching up has got what comes before them: so many, or
 * so many bytes, as a member may be behind; what is more is missed. Used on the lane.
 */
final class HeldBack {

    private static final int MAX_MESSAGES = 1024;

    private record Held(LogPosition after, Delivery delivery) {
    }

    private final Member member;
    private final boolean holds;
    private final Deque<Held> messages = new ArrayDeque<>(0);
    private long bytes;
    /** Of those that are stored, how many there was no room for: they are missed unless the log has them. */
    private long lostStored;

    HeldBack(Member member, boolean holds) {
        this.member = member;
        this.holds = holds;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** @param after the last stored message before it; {@code null} if that is not known */
    void add(Delivery delivery, LogPosition after) {
        if (!delivery.isFor(member.connectionId(), member.attributes())) {
            return;
        }
        int size = delivery.payload().size();
        if (holds && messages.size() < MAX_MESSAGES && bytes + size <= member.settings().maxBuffered()) {
            messages.add(new Held(after, delivery));
            bytes += size;
        } else if (delivery.isStored()) {
            lostStored++;
        } else {
            member.writer().missed(1);
        }
    }

    /** The log has those that are stored. */
    void dropStored() {
        lostStored = 0;
        messages.removeIf(held -> held.delivery().isStored());
        bytes = messages.stream().mapToLong(held -> held.delivery().payload().size()).sum();
    }

    /** Takes those that have their place before a stored message. */
    void takeBefore(LogPosition position, List<EncodedPayload> payloads) {
        while (!messages.isEmpty() && isBefore(messages.peek().after(), position)) {
            take(payloads);
        }
    }

    private static boolean isBefore(LogPosition after, LogPosition position) {
        return after == null || !after.epoch().equals(position.epoch()) || after.offset() < position.offset();
    }

    List<EncodedPayload> takeAll() {
        if (lostStored > 0) {
            member.writer().missed(lostStored);
            lostStored = 0;
        }
        List<EncodedPayload> payloads = new ArrayList<>(messages.size());
        while (!messages.isEmpty()) {
            take(payloads);
        }
        return payloads;
    }

    private void take(List<EncodedPayload> payloads) {
        Delivery delivery = messages.poll().delivery();
        bytes -= delivery.payload().size();
        member.writer().addFitting(member.form().of(delivery), payloads);
    }
}
