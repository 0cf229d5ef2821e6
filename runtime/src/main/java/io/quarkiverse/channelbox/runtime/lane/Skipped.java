package io.quarkiverse.channelbox.runtime.lane;

import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.LogPosition;

/** What was left out of a group's messages and its members were not told of yet. Thread-safe. */
final class Skipped {

    /** @param upTo the last one that was stored, which the members get from the log; {@code null} if none was */
    record Sum(int unstored, LogPosition upTo) {
    }

    private int unstored;
    private LogPosition upTo;
    private boolean isWaiting;

    /** Returns whether it is the first since they were taken. */
    synchronized boolean add(Delivery delivery) {
        if (delivery.isStored()) {
            upTo = delivery.position();
        } else {
            unstored++;
        }
        boolean isFirst = !isWaiting;
        isWaiting = true;
        return isFirst;
    }

    synchronized Sum take() {
        Sum sum = new Sum(unstored, upTo);
        unstored = 0;
        upTo = null;
        isWaiting = false;
        return sum;
    }
}
