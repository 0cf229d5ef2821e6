package io.quarkiverse.channelbox.benchmark.server;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import com.sun.management.GarbageCollectionNotificationInfo;

import io.netty.util.concurrent.EventExecutor;
import io.quarkiverse.channelbox.benchmark.load.Latencies;
import io.quarkus.arc.Arc;
import io.vertx.core.Vertx;

/** Watches, from a start to a stop, how long other work of the event loops waits, and how much memory is used at the most. */
@Singleton
public class Watch implements NotificationListener {

    private static final int PROBE_MILLIS = 1;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Inject
    Vertx vertx;

    private final List<Probe> probes = new ArrayList<>();
    private volatile boolean isWatching;
    private volatile long heap;
    private volatile long heapAfterGc;
    private volatile long direct;
    private volatile long waiting;
    /** By how much a thread that does nothing but sleep was late at the most: that is the machine's, not the event loop's. */
    private volatile long hiccup;
    private LongSupplier failures;
    private Thread sampler;

    /** A task that is due every millisecond; when the event loop was held up it runs for each that was missed. */
    private final class Probe implements Runnable {

        private final Latencies lateness = new Latencies();
        private final EventExecutor eventLoop;
        private long due = System.nanoTime();
        private long cpu;
        private long worstCpu;

        Probe(EventExecutor eventLoop) {
            this.eventLoop = eventLoop;
        }

        @Override
        public void run() {
            long now = System.nanoTime();
            while (due <= now) {
                lateness.add((now - due) / 1000);
                due += TimeUnit.MILLISECONDS.toNanos(PROBE_MILLIS);
            }
            long before = cpu;
            cpu = THREADS.getCurrentThreadCpuTime();
            if (before > 0) {
                worstCpu = Math.max(worstCpu, cpu - before);
            }
            if (isWatching) {
                eventLoop.schedule(this, due - now, TimeUnit.NANOSECONDS);
            }
        }
    }

    String start() {
        System.gc();
        isWatching = true;
        heap = Memory.heap();
        heapAfterGc = heap;
        direct = Memory.direct();
        waiting = -1;
        hiccup = 0;
        failures = bean("SendFailures", "count");
        long before = failures.getAsLong();
        failures = minus(failures, before);
        probes.clear();
        for (EventExecutor eventLoop : vertx.nettyEventLoopGroup()) {
            Probe probe = new Probe(eventLoop);
            probes.add(probe);
            eventLoop.execute(probe);
        }
        ManagementFactory.getGarbageCollectorMXBeans()
                .forEach(gc -> ((NotificationEmitter) gc).addNotificationListener(this, null, null));
        sampler = new Thread(this::sample, "watch");
        sampler.start();
        return "heap=" + heap + " direct=" + direct;
    }

    private static LongSupplier minus(LongSupplier counter, long before) {
        return () -> counter.getAsLong() - before;
    }

    private void sample() {
        LongSupplier backlog = bean("lane.Backlog", "bytes");
        while (isWatching) {
            heap = Math.max(heap, Memory.heap());
            direct = Math.max(direct, Memory.direct());
            waiting = Math.max(waiting, backlog.getAsLong());
            long before = System.nanoTime();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            hiccup = Math.max(hiccup, System.nanoTime() - before - TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** A number of a bean that older versions do not have; -1 for those. */
    private static LongSupplier bean(String name, String method) {
        try {
            Class<?> type = Class.forName("io.quarkiverse.channelbox.runtime." + name, true,
                    Thread.currentThread().getContextClassLoader());
            Object bean = Arc.container().instance(type).get();
            var number = type.getMethod(method);
            return () -> {
                try {
                    return (long) number.invoke(bean);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            };
        } catch (ReflectiveOperationException absent) {
            return () -> -1;
        }
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        var gc = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData()).getGcInfo();
        long used = ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> gc.getMemoryUsageAfterGc().get(pool.getName()).getUsed()).sum();
        heapAfterGc = Math.max(heapAfterGc, used);
    }

    String stop() {
        isWatching = false;
        try {
            sampler.join();
            for (Probe probe : probes) {
                // What is recorded is seen here, and nothing is recorded any more.
                probe.eventLoop.submit(() -> {
                }).get();
            }
            for (var gc : ManagementFactory.getGarbageCollectorMXBeans()) {
                ((NotificationEmitter) gc).removeNotificationListener(this);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        Latencies all = new Latencies();
        probes.forEach(probe -> all.addAll(probe.lateness));
        long worstCpu = probes.stream().mapToLong(probe -> probe.worstCpu).max().orElse(0);
        return "worst=" + all.worst() + " p99=" + all.percentile(.99) + " cpu=" + worstCpu / 1000 + " hiccup=" + hiccup / 1000
                + " waiting=" + waiting
                + " failures="
                + failures.getAsLong() + " heapPeak=" + heap + " heapAfterGc=" + heapAfterGc + " directPeak=" + direct + ' '
                + Memory.now();
    }
}
