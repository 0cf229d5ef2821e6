package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The members of a lane whose sockets have taken what they got of the log: they get the next slice one after the other, in
 * turns that end like those of the live messages do. Used on the lane.
 */
final class CatchUpTurns {

    private final Lane lane;
    private final Budget budget = new Budget();
    private final Queue<Cursor> ready = new ArrayDeque<>();

    CatchUpTurns(Lane lane) {
        this.lane = lane;
    }

    void add(Cursor cursor) {
        ready.add(cursor);
        if (ready.size() == 1) {
            lane.executeAfterOthers(this::turn);
        }
    }

    private void turn() {
        budget.begin(System.nanoTime());
        do {
            // It stays in the queue until it has had its turn: nobody schedules another one meanwhile.
            readNext(ready.element());
            ready.remove();
        } while (!ready.isEmpty() && !budget.isOver());
        if (!ready.isEmpty()) {
            lane.executeAfterOthers(this::turn);
        }
    }

    private void readNext(Cursor cursor) {
        try {
            cursor.readNext();
        } catch (RuntimeException e) {
            lane.broken(cursor.connection(), e);
        }
    }
}
