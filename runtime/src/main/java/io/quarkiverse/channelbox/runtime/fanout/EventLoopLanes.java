package io.quarkiverse.channelbox.runtime.fanout;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.inject.Singleton;

import io.netty.util.concurrent.EventExecutor;
import io.quarkiverse.channelbox.runtime.config.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.expiry.TimeSource;
import io.vertx.core.Vertx;

/** The lane of each event loop. */
@Singleton
public class EventLoopLanes {

    private final ConcurrentMap<EventExecutor, EventLoopLane> lanes = new ConcurrentHashMap<>();
    private final FrameEncoder encoder;
    private final TimeSource time;
    private final long mergeDelayNanos;
    private final EventLoopLane fallback;

    public EventLoopLanes(Vertx vertx, FrameEncoder encoder, TimeSource time, ValidatedConfig config) {
        this.encoder = encoder;
        this.time = time;
        this.mergeDelayNanos = config.values().mergeDelay().toNanos();
        this.fallback = lane(vertx.nettyEventLoopGroup().next());
    }

    public EventLoopLane lane(EventExecutor eventLoop) {
        return lanes.computeIfAbsent(eventLoop, loop -> new EventLoopLane(loop, encoder, time, mergeDelayNanos));
    }

    /** For connections of which the event loop is not known. */
    public EventLoopLane fallback() {
        return fallback;
    }
}
