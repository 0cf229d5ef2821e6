package io.quarkiverse.channelbox.runtime;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.ChannelBoxStopping;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.membership.GroupEvents;
import io.quarkiverse.channelbox.runtime.membership.Shutdown;
import io.quarkiverse.channelbox.runtime.presence.Occupancy;

/** What happens at the end, in order. */
@Singleton
public class ShutdownSequence {

    private final Shutdown shutdown;
    private final GroupEvents events;
    private final EngineSelector selector;
    private final Engine engine;
    private final Occupancy occupancy;

    public ShutdownSequence(Shutdown shutdown, GroupEvents events, EngineSelector selector, Engine engine,
            Occupancy occupancy) {
        this.shutdown = shutdown;
        this.events = events;
        this.selector = selector;
        this.engine = engine;
        this.occupancy = occupancy;
    }

    /** Lets nobody in any more, lets the application say goodbye, and closes all connections after what it said. Blocks. */
    void run() {
        shutdown.begin();
        events.fire(ChannelBoxStopping.event());
        selector.awaitSends(engine);
        shutdown.closeAll();
        occupancy.end();
    }
}
