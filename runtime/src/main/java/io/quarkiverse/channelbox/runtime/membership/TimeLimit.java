package io.quarkiverse.channelbox.runtime.membership;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * What is decided on an upgrade or a command, by code of the application or another server, may never come, and the client, and
 * the server with what it keeps of the request, would wait for ever: there is one limit for all that one of them waits for. A
 * decision that is there at once, as most are, costs no timer. Thread-safe.
 */
public final class TimeLimit {

    public static final long SECONDS = 10;
    /** What the client is told. */
    public static final String REASON = "the decision took too long";

    private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);

    /**
     * @param what does not come, for the log
     * @return fails with 503 if the decision takes too long, and cancels it
     */
    public <T> Uni<T> on(Uni<T> decision, String what) {
        Context context = Vertx.currentContext();
        return context == null ? decision : Uni.createFrom().emitter(emitter -> {
            AtomicBoolean decided = new AtomicBoolean();
            Cancellable waiting = decision.onTermination().invoke(() -> decided.set(true))
                    .subscribe().with(emitter::complete, emitter::fail);
            if (!decided.get()) {
                long timer = context.owner().setTimer(leftMillis(), id -> {
                    if (decided.compareAndSet(false, true)) {
                        waiting.cancel();
                        emitter.fail(exceeded(what));
                    }
                });
                emitter.onTermination(() -> context.owner().cancelTimer(timer));
            }
        });
    }

    /** @param what does not come, for the log */
    public static RefusedException exceeded(String what) {
        return new RefusedException(503, REASON, null, what + " did not come within " + SECONDS + " s");
    }

    private long leftMillis() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }
}
