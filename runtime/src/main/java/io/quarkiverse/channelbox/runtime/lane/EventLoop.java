package io.quarkiverse.channelbox.runtime.lane;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import io.netty.util.concurrent.EventExecutor;

/** An event loop that may have shut down: then its connections have ended, and nothing is to be done any more. */
record EventLoop(EventExecutor executor) {

    private static final Logger LOG = Logger.getLogger(EventLoop.class);

    boolean isCurrent() {
        return executor.inEventLoop();
    }

    /** From any thread; returns whether it will be done. */
    boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has shut down", e);
            return false;
        }
    }

    /**
     * After a time, and after others had their turn in any case: of tasks that are executed Netty does 64 before it looks at
     * sockets and timers, of timers all that are due.
     */
    void executeNext(Runnable task, long delayNanos) {
        try {
            executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has shut down", e);
        }
    }
}
