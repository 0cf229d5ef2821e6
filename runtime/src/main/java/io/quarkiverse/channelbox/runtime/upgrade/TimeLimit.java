package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * What is decided on an upgrade, by code of the application or another server, may never come, and the client, and the server
 * with its request, would wait for ever: there is one limit for all that one upgrade waits for. A decision that is there at
 * once, as most are, costs no timer. Thread-safe.
 */
final class TimeLimit {

    static final long SECONDS = 10;
    static final String REASON = "the decision took too long";

    private final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);

    /**
     * @param what does not come, for the log
     * @return fails with 503 if the decision takes too long, and cancels it
     */
    <T> Uni<T> on(Uni<T> decision, String what) {
        Context context = Vertx.currentContext();
        return context == null ? decision : Uni.createFrom().emitter(emitter -> {
            AtomicBoolean decided = new AtomicBoolean();
            Cancellable waiting = decision.onTermination().invoke(() -> decided.set(true))
                    .subscribe().with(emitter::complete, emitter::fail);
            if (!decided.get()) {
                long timer = context.owner().setTimer(leftMillis(), id -> {
                    if (decided.compareAndSet(false, true)) {
                        waiting.cancel();
                        emitter.fail(new RefusedException(503, REASON, null,
                                what + " did not come within " + SECONDS + " s"));
                    }
                });
                emitter.onTermination(() -> context.owner().cancelTimer(timer));
            }
        });
    }

    private long leftMillis() {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }
}
