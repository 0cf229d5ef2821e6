package io.quarkiverse.channelbox.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.vertx.core.Context;

/** An event loop of a node: its tasks in the order of the calls, one in a step of the world. */
final class VirtualLoop extends AbstractScheduledEventExecutor implements EventLoop {

    private final World world;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private Context context;
    private long stalledUntil;
    private boolean isDead;

    VirtualLoop(World world) {
        this.world = world;
        world.add(this);
    }

    Context context() {
        return context;
    }

    void context(Context made) {
        context = made;
    }

    /** When it has something to do next, if it is let. */
    long nextDue() {
        long due = tasks.isEmpty() ? nextScheduledTaskDeadlineNanos() : Long.MIN_VALUE;
        // Netty says so if there is none.
        return due == -1 ? Long.MAX_VALUE : Math.max(due, stalledUntil);
    }

    void runNext() {
        for (Runnable due = pollScheduledTask(world.time()); due != null; due = pollScheduledTask(world.time())) {
            tasks.add(due);
        }
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
    }

    /** It does nothing for a while: another task takes long, or the JVM collects garbage. */
    void stall(long nanos) {
        stalledUntil = world.time() + nanos;
    }

    /** The process has ended. */
    void die() {
        isDead = true;
        tasks.clear();
        cancelScheduledTasks();
        world.remove(this);
    }

    boolean isDead() {
        return isDead;
    }

    int scheduled() {
        return tasks.size() + (nextScheduledTaskDeadlineNanos() == -1 ? 0 : 1);
    }

    @Override
    protected long getCurrentTimeNanos() {
        return world.time();
    }

    @Override
    public void execute(Runnable task) {
        if (isDead) {
            throw new RejectedExecutionException("The node has ended");
        }
        tasks.add(task);
    }

    @Override
    public boolean inEventLoop() {
        return world.current() == this;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return inEventLoop();
    }

    @Override
    public EventLoop next() {
        return this;
    }

    @Override
    public EventLoopGroup parent() {
        return null;
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        promise.channel().unsafe().register(this, promise);
        return promise;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<?> terminationFuture() {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShuttingDown() {
        return isDead;
    }

    @Override
    public boolean isShutdown() {
        return isDead;
    }

    @Override
    public boolean isTerminated() {
        return isDead;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isDead;
    }
}
