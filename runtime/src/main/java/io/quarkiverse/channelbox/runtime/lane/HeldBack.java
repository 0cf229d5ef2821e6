package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;

/**
 * Live messages that wait until a member that is catching up has got what comes before them: so many, or so many bytes, as a
 * member may be behind. Used on the lane.
 */
final class HeldBack {

    private static final int MAX_MESSAGES = 1024;

    private record Held(LogPosition after, Delivery delivery) {
    }

    private final Member member;
    private final boolean holds;
    private final Deque<Held> messages = new ArrayDeque<>(0);
    private long bytes;

    /** @param holds whether there is room for any */
    HeldBack(Member member, boolean holds) {
        this.member = member;
        this.holds = holds;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /**
     * @param after the last stored message before it, or its own place; {@code null} if that is not known
     * @return whether there was room
     */
    boolean add(Delivery delivery, LogPosition after) {
        if (!delivery.isFor(member.connectionId(), member.attributes())) {
            return true;
        }
        int size = delivery.payload().size();
        if (!holds || messages.size() >= MAX_MESSAGES || bytes + size > member.settings().maxBuffered()) {
            return false;
        }
        messages.add(new Held(after, delivery));
        bytes += size;
        return true;
    }

    /** Returns how many there were. */
    int drop(Predicate<Delivery> filter) {
        int before = messages.size();
        messages.removeIf(held -> filter.test(held.delivery()));
        bytes = messages.stream().mapToLong(held -> held.delivery().payload().size()).sum();
        return before - messages.size();
    }

    /** Drops the last one that is meant, and all before it. */
    void dropUpTo(Predicate<Delivery> filter) {
        int last = 0;
        int index = 0;
        for (Held held : messages) {
            index++;
            last = filter.test(held.delivery()) ? index : last;
        }
        for (int i = 0; i < last; i++) {
            bytes -= messages.poll().delivery().payload().size();
        }
    }

    /** Takes those that have their place before a stored message. */
    void takeBefore(LogPosition position, List<EncodedPayload> payloads) {
        while (!messages.isEmpty() && isBefore(messages.peek().after(), position)) {
            take(payloads);
        }
    }

    /** When a log begins another epoch, its offsets go on: they tell the order then, too. */
    private static boolean isBefore(LogPosition after, LogPosition position) {
        return after == null || after.offset() < position.offset();
    }

    List<EncodedPayload> takeAll() {
        List<EncodedPayload> payloads = new ArrayList<>(messages.size());
        while (!messages.isEmpty()) {
            take(payloads);
        }
        return payloads;
    }

    private void take(List<EncodedPayload> payloads) {
        Delivery delivery = messages.poll().delivery();
        bytes -= delivery.payload().size();
        member.writer().addFitting(member.form().of(delivery, member.laneConnection().lane().shared().positions()), payloads);
    }
}
