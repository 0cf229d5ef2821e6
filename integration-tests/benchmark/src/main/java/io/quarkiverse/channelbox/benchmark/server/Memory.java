package io.quarkiverse.channelbox.benchmark.server;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

import io.netty.util.internal.PlatformDependent;

/** The memory of this process. */
final class Memory {

    private Memory() {
    }

    static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Outside of the heap: what the JDK knows of, and what Netty allocates by itself, if it does. */
    static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum()
                + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    /** After a garbage collection. */
    static String now() {
        System.gc();
        return "heap=" + heap() + " direct=" + direct();
    }
}
