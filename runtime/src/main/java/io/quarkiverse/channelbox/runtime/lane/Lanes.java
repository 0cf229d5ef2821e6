package io.quarkiverse.channelbox.runtime.lane;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.inject.Singleton;

import io.netty.util.concurrent.EventExecutor;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.core.Vertx;

/** The lane of each event loop. */
@Singleton
public class Lanes {

    private final ConcurrentMap<EventExecutor, Lane> lanes = new ConcurrentHashMap<>();
    private final FrameEncoder encoder;
    private final TimeSource time;
    private final long mergeDelayNanos;
    private final Lane fallback;

    public Lanes(Vertx vertx, FrameEncoder encoder, TimeSource time, ValidatedConfig config) {
        this.encoder = encoder;
        this.time = time;
        this.mergeDelayNanos = config.values().mergeDelay().toNanos();
        this.fallback = lane(vertx.nettyEventLoopGroup().next());
    }

    public Lane lane(EventExecutor eventLoop) {
        return lanes.computeIfAbsent(eventLoop, loop -> new Lane(loop, encoder, time, mergeDelayNanos));
    }

    /** For connections of which the event loop is not known. */
    public Lane fallback() {
        return fallback;
    }
}
