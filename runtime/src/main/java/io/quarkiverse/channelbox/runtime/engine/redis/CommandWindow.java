package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;

/**
 * Lets only so many commands wait for their replies at a time, and the others wait here, in order. The client fails what does
 * not fit into its own queue, and what is urgent would come after all that is in there. Used on the engine's loop.
 */
final class CommandWindow {

    private record Waiting(Supplier<Future<Response>> command, Promise<Response> reply) {
    }

    private final int most;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int open;
    /** Grows when the connection is lost: replies from before that leave no room. */
    private int generation;
    private boolean sending;

    CommandWindow(int most) {
        this.most = most;
    }

    /** @param command sends it; called at once if there is room, else later, or not at all if the connection is lost */
    Future<Response> submit(Supplier<Future<Response>> command) {
        Promise<Response> reply = Promise.promise();
        waiting.add(new Waiting(command, reply));
        sendNext();
        return reply.future();
    }

    /** The connection is lost: what waits here fails, and the room of what does not come back is free. */
    void clear(Throwable problem) {
        generation++;
        open = 0;
        Deque<Waiting> lost = new ArrayDeque<>(waiting);
        waiting.clear();
        lost.forEach(each -> each.reply().fail(problem));
    }

    private void sendNext() {
        if (sending) {
            // A command that fails at once must not begin another round within this one.
            return;
        }
        sending = true;
        try {
            while (open < most && !waiting.isEmpty()) {
                send(waiting.poll());
            }
        } finally {
            sending = false;
        }
    }

    private void send(Waiting next) {
        int current = generation;
        open++;
        next.command().get().onComplete(reply -> {
            if (current == generation) {
                open--;
            }
            next.reply().handle(reply);
            sendNext();
        });
    }
}
