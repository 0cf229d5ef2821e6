package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.time.TimeSource;

/**
 * What this node sends, in the order of the calls, whatever thread they come from. A send waits for Redis until its deadline,
 * which the script knows, too: what arrives there later is refused. Used on the engine's loop but for what is said otherwise.
 */
final class PublishQueue {

    private final EngineLoop loop;
    private final RedisLink link;
    private final PendingSends pending;
    private final GroupPipes pipes;
    /** What was asked for on any thread, in that order: sends, and the joins and leaves between them. */
    private final Queue<Runnable> submitted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private boolean ended;

    PublishQueue(EngineLoop loop, RedisLink link, RedisKeys keys, String node, Subscriptions subscriptions, HistoryIndex index,
            TimeSource time, long timeoutMillis, int maxIdempotencyKeys) {
        this.loop = loop;
        this.link = link;
        this.pending = new PendingSends(loop, link, time, timeoutMillis);
        this.pipes = new GroupPipes(loop, link, new PublishCall(link, keys, node, maxIdempotencyKeys), subscriptions, index,
                pending);
    }

    /** Any thread. */
    PendingSend submit(Publication publication) {
        PendingSend send = pending.admit(publication);
        if (!send.receipt().isDone()) {
            inOrder(() -> accept(send));
        }
        return send;
    }

    /**
     * Executes a task on the loop, after what was sent before the call and before what is sent after it, whether Redis is there
     * or not. Any thread.
     */
    void inOrder(Runnable task) {
        submitted.add(task);
        if (draining.compareAndSet(false, true)) {
            loop.executeLater(this::drain);
        }
    }

    private void drain() {
        draining.set(false);
        for (Runnable task = submitted.poll(); task != null; task = submitted.poll()) {
            loop.execute(task);
        }
        pipes.flushChanged();
        pending.watchDeadlines();
    }

    private void accept(PendingSend send) {
        pending.add(send);
        if (ended) {
            pending.fail(send, PendingSends.notSent(send, "Redis cannot be used: " + link.trouble(), link.trouble()));
        } else {
            pipes.add(send);
        }
    }

    /** How many messages wait. Any thread. */
    int size() {
        return pending.size();
    }

    /** How many sends failed. Any thread. */
    long failures() {
        return pending.failures();
    }

    /** A message of this node came back to it, and was handed to so many channels. */
    void arrived(long number, int channels) {
        pending.arrived(number, channels);
    }

    /** What a message that came back to this node was made of; {@code null} if that is not known any more. */
    Publication publication(long number) {
        return pending.publication(number);
    }

    /** The group's subscription has begun, or ended: what waited for that is published. */
    void subscribed(String group) {
        pipes.subscribed(group);
    }

    void up() {
        pipes.up();
    }

    void down() {
        pipes.down();
        pending.down();
    }

    /** The node ends: nothing waits for Redis any more. */
    void stop() {
        ended = true;
        pending.stop();
    }
}
