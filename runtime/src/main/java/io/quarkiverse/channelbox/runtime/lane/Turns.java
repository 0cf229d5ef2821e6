package io.quarkiverse.channelbox.runtime.lane;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What may come in great numbers at once besides messages, as slices of the log and upgrades do: it is done one after the
 * other, in turns that end like those of the messages do. Used on the lane.
 */
final class Turns {

    private final Lane lane;
    private final Budget budget = new Budget();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean isOver;

    Turns(Lane lane) {
        this.lane = lane;
    }

    void add(Runnable task) {
        waiting.add(task);
        if (waiting.size() == 1) {
            lane.executeLater(this::turn, 0);
        }
    }

    /** Nothing follows it in the same turn. */
    void addLast(Runnable task) {
        add(() -> {
            isOver = true;
            task.run();
        });
    }

    private void turn() {
        isOver = false;
        budget.begin(System.nanoTime());
        try {
            do {
                // It stays in the queue until it has been done: nobody schedules another turn meanwhile.
                Lane.run(waiting.element());
                waiting.remove();
            } while (!waiting.isEmpty() && !isOver && !budget.isOver());
        } catch (Error e) {
            waiting.remove();
            throw e;
        } finally {
            if (!waiting.isEmpty()) {
                lane.executeLater(this::turn, 0);
            }
        }
    }
}
