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
    boolean execute(Runnable task, long delayNanos) {
        try {
            if (delayNanos == 0) {
                executor.execute(task);
            } else {
                executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("The event loop has shut down", e);
            return false;
        }
    }

    /**
     * From the event loop itself: executes a task when the sockets and timers have had their turn. Netty looks at those after
     * 64 tasks only, so that tasks which make way for others by {@link #execute} would still keep them waiting.
     */
    void executeAfterOthers(Runnable task) {
        execute(task, 1);
    }
}
