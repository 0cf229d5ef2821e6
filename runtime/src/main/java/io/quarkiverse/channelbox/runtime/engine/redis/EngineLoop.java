package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.concurrent.RejectedExecutionException;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.time.SeldomLog;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * The one event loop on which the state of the engine is used, so that it needs no locks: whatever comes from elsewhere is
 * executed here, in the order in which it came.
 */
final class EngineLoop {

    private static final Logger LOG = Logger.getLogger(EngineLoop.class);

    private static final String FAILED = "The Redis engine failed at a task";

    private final SeldomLog failed = new SeldomLog(LOG, Logger.Level.ERROR);
    private final Vertx vertx;
    private final Context context;

    /** Not to be made on an event loop, which it would take. */
    EngineLoop(Vertx vertx) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
    }

    /** Milliseconds by which deadlines are; what they are counted from means nothing. Any thread. */
    static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    boolean isCurrent() {
        return Vertx.currentContext() == context;
    }

    /** Executes a task now, or else soon. */
    void execute(Runnable task) {
        if (isCurrent()) {
            run(task);
        } else {
            executeLater(task);
        }
    }

    void executeLater(Runnable task) {
        try {
            context.runOnContext(ignored -> run(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("The application has ended", e);
        }
    }

    /** Executes a task that may take long on another thread, after those before it. */
    void elsewhere(Runnable task) {
        vertx.executeBlocking(() -> {
            task.run();
            return null;
        }).onFailure(problem -> failed.log(() -> FAILED, problem));
    }

    /** What a bug in one task throws must not end what comes after it. */
    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            failed.log(() -> FAILED, e);
        }
    }

    /** @return what {@link #cancel} takes */
    long after(long millis, Runnable task) {
        return vertx.setTimer(Math.max(1, millis), timer -> execute(task));
    }

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    /** What a future brings is taken on this loop. */
    <T> Future<T> here(Future<T> future) {
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> execute(() -> promise.handle(result)));
        return promise.future();
    }
}
