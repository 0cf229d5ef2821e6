package io.quarkiverse.channelbox.runtime;

import java.time.Duration;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.ChannelBoxStopping;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.membership.GroupEvents;
import io.quarkiverse.channelbox.runtime.membership.ListeningSockets;
import io.quarkiverse.channelbox.runtime.membership.Shutdown;
import io.quarkiverse.channelbox.runtime.presence.Occupancy;
import io.quarkus.runtime.LaunchMode;

/** What happens at the end, in order. */
@Singleton
public class ShutdownSequence {

    /** Event loops that are busy for longer, or stand, are not waited for. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Shutdown shutdown;
    private final GroupEvents events;
    private final EngineSelector selector;
    private final Engine engine;
    private final Occupancy occupancy;
    private final Lanes lanes;
    private final ListeningSockets sockets;

    public ShutdownSequence(Shutdown shutdown, GroupEvents events, EngineSelector selector, Engine engine,
            Occupancy occupancy, Lanes lanes, ListeningSockets sockets) {
        this.shutdown = shutdown;
        this.events = events;
        this.selector = selector;
        this.engine = engine;
        this.occupancy = occupancy;
        this.lanes = lanes;
        this.sockets = sockets;
    }

    /**
     * Lets nobody in any more, lets the application say goodbye, closes all connections after what it said, and answers the
     * requests that have come meanwhile: the server would drop them. Blocks.
     */
    void run() {
        shutdown.begin();
        events.fire(ChannelBoxStopping.event());
        selector.awaitSends(engine);
        shutdown.closeAll();
        // In dev mode the server goes on, with the next application.
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            lanes.awaitQuiet(PATIENCE);
            sockets.close(PATIENCE);
            lanes.awaitQuiet(PATIENCE);
            selector.awaitSends(engine);
        }
        occupancy.end();
    }
}
