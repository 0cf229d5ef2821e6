package io.quarkiverse.channelbox.soak;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import io.quarkiverse.channelbox.ChannelBox;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;

/** What this process holds. */
@Path("/memory")
public class MemoryResource {

    private final ChannelBox channelBox;

    public MemoryResource(ChannelBox channelBox) {
        this.channelBox = channelBox;
    }

    /**
     * All in bytes, but for the threads.
     *
     * @param direct what was taken from the system outside of the heap, for the pools mostly
     * @param buffers what of the pools is in use
     */
    public record Memory(long heap, long direct, long buffers, int threads) {
    }

    /** Without the histories, and after a garbage collection. */
    @POST
    public Uni<Memory> cleared() {
        return channelBox.flushHistory().map(flushed -> {
            // Once more for what was only reachable by what a finalizer or a cleaner held.
            System.gc();
            System.gc();
            return new Memory(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), direct(), buffers(),
                    ManagementFactory.getThreadMXBean().getThreadCount());
        });
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum()
                + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    private static long buffers() {
        // Vert.x may have one of its own, or take Netty's.
        return Stream.of(PooledByteBufAllocator.DEFAULT, VertxByteBufAllocator.POOLED_ALLOCATOR).distinct()
                .mapToLong(MemoryResource::inUse).sum();
    }

    private static long inUse(ByteBufAllocator allocator) {
        return allocator instanceof PooledByteBufAllocator pooled ? pooled.pinnedDirectMemory() + pooled.pinnedHeapMemory() : 0;
    }
}
