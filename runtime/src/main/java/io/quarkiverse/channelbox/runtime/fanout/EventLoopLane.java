package io.quarkiverse.channelbox.runtime.fanout;

import java.util.concurrent.RejectedExecutionException;

import org.jboss.logging.Logger;

import io.netty.util.concurrent.EventExecutor;

/**
 * The way to the connections of one event loop. What is executed here runs one after the other in the order of the calls, also
 * when the call comes from the event loop itself: that is what keeps the order of a group's messages from whichever threads
 * they are sent.
 */
public final class EventLoopLane {

    private static final Logger LOG = Logger.getLogger(EventLoopLane.class);

    private final EventExecutor eventLoop;

    public EventLoopLane(EventExecutor eventLoop) {
        this.eventLoop = eventLoop;
    }

    public void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException e) {
            // The event loop has shut down, and its connections with it.
            LOG.debug("Nothing is delivered any more: the event loop has shut down", e);
        }
    }
}
