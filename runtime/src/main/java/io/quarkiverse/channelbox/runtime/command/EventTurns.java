package io.quarkiverse.channelbox.runtime.command;

import java.util.ArrayDeque;
import java.util.Queue;

import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * One event of a client after the other, in the order in which they came. Used on the event loop of its connection. As many
 * wait as commands may be under way.
 */
final class EventTurns {

    private final Connection connection;
    private Queue<Runnable> waiting;
    private boolean busy;

    EventTurns(Connection connection) {
        this.connection = connection;
    }

    /** What the handling of an event comes to, which begins on the current context when it is its turn. */
    <T> Uni<T> take(Uni<T> handling) {
        Context context = Vertx.currentContext();
        return Uni.createFrom().<Void> emitter(turn -> {
            if (!busy) {
                busy = true;
                turn.complete(null);
            } else {
                if (waiting == null) {
                    waiting = new ArrayDeque<>();
                }
                waiting.add(() -> context.runOnContext(now -> turn.complete(null)));
            }
        }).chain(() -> handling).onTermination().invoke(() -> connection.lane().runOrExecute(this::next));
    }

    private void next() {
        if (waiting == null || waiting.isEmpty()) {
            busy = false;
        } else {
            waiting.remove().run();
        }
    }
}
