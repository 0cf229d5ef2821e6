package io.quarkiverse.channelbox.benchmark.server;

import java.lang.management.ManagementFactory;

import io.netty.util.internal.PlatformDependent;

/** The memory of this process. */
final class Memory {

    private Memory() {
    }

    static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What Netty has allocated outside of the heap. */
    static long direct() {
        return PlatformDependent.usedDirectMemory();
    }

    /** After a garbage collection. */
    static String now() {
        System.gc();
        return "heap=" + heap() + " direct=" + direct();
    }
}
