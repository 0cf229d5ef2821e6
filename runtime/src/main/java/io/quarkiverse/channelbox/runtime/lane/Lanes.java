package io.quarkiverse.channelbox.runtime.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import io.netty.util.concurrent.EventExecutor;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.config.SlowConsumerPolicy;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.core.Vertx;

/** The lane of each event loop. */
@Singleton
public class Lanes {

    /** What all lanes have in common; times in milliseconds unless the name says otherwise. */
    record Shared(FrameEncoder encoder, PositionSigner positions, TrafficLog traffic, TimeSource time, Backlog backlog,
            long mergeDelayNanos,
            long pingInterval, long pongTimeout, long maxBuffered, SlowConsumerPolicy slowConsumer, Counts counts) {
    }

    /** An event loop that has little to do gets to a task within that time, so often in a row. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int QUIET_TURNS = 3;

    private final ConcurrentMap<EventExecutor, Lane> lanes = new ConcurrentHashMap<>();
    private final Shared shared;
    private final Lane fallback;

    public Lanes(Vertx vertx, FrameEncoder encoder, PositionSigner positions, TrafficLog traffic, TimeSource time,
            Backlog backlog,
            ValidatedConfig config, Counts counts) {
        ChannelBoxRuntimeConfig values = config.values();
        this.shared = new Shared(encoder, positions, traffic, time, backlog, values.mergeDelay().toNanos(),
                millis(values.pingInterval()),
                millis(values.pongTimeout()), values.maxBuffered().asLongValue(), values.slowConsumer(), counts);
        this.fallback = lane(vertx.nettyEventLoopGroup().next());
    }

    private static long millis(Duration duration) {
        return Durations.millis(duration);
    }

    public Lane lane(EventExecutor eventLoop) {
        return lanes.computeIfAbsent(eventLoop, loop -> new Lane(loop, shared));
    }

    /** For connections of which the event loop is not known. */
    public Lane fallback() {
        return fallback;
    }

    /**
     * Hands a message to connections that are found by something else than one group.
     *
     * @param recipients each connection with the membership by which it gets the message; {@code null} if it is in no group
     */
    public void deliver(Delivery delivery, Map<Connection, Member> recipients) {
        deliver(delivery, recipients, connection -> {
        });
    }

    /**
     * Like the other one.
     *
     * @param notTaken called on the lane of each connection that does not get it, as far as that is known at once; one that is
     *        catching up gets it later, or not
     */
    public void deliver(Delivery delivery, Map<Connection, Member> recipients, Consumer<Connection> notTaken) {
        Map<Lane, List<Map.Entry<Connection, Member>>> byLane = new HashMap<>();
        recipients.entrySet().forEach(
                each -> byLane.computeIfAbsent(each.getKey().lane(), lane -> new ArrayList<>()).add(each));
        byLane.forEach((lane, each) -> {
            delivery.handingOn();
            long cost = Backlog.cost(delivery.payload().size(), each.size());
            lane.write(new DirectMessage(lane, shared, delivery, each, cost, notTaken), delivery.payload().size(), cost);
        });
        delivery.handedOn();
    }

    public Collection<Lane> all() {
        return lanes.values();
    }

    /** Blocks until the event loops have got through all that had come up, and what came of it; for so long at the most. */
    public void awaitQuiet(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        try {
            for (int quiet = 0; quiet < QUIET_TURNS;) {
                long begun = System.nanoTime();
                CountDownLatch turns = new CountDownLatch(lanes.size());
                lanes.values().forEach(lane -> lane.execute(turns::countDown));
                if (!turns.await(end - begun, TimeUnit.NANOSECONDS)) {
                    return;
                }
                quiet = System.nanoTime() - begun < QUIET_NANOS ? quiet + 1 : 0;
                TimeUnit.NANOSECONDS.sleep(QUIET_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @PreDestroy
    void stop() {
        lanes.values().forEach(lane -> lane.execute(lane::stop));
    }
}
