package io.quarkiverse.channelbox.runtime.engine.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.GuardedListener;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;
import io.quarkiverse.channelbox.runtime.engine.WritesRefused;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.time.Durations;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The engine of many nodes. Redis numbers, stores and publishes the messages of a group in one script; the history is a stream,
 * and what is published comes back to every node that is subscribed to the group, the sender's too. A message that Redis did
 * not deliver, since the connection was lost, is read from the stream before what comes after it.
 */
public final class RedisEngine implements RemoteEngine, RedisLink.Listener {

    private static final Logger LOG = Logger.getLogger(RedisEngine.class);
    /** How long a node that ends waits for Redis. */
    private static final long STOP_MILLIS = 1_000;

    private final EngineListener listener;
    private final String node = UUID.randomUUID().toString();
    private final EngineLoop loop;
    private final RedisKeys keys;
    private final RedisLink link;
    private final LogReader reader;
    private final HistoryIndex index;
    private final RedisHistory history;
    private final SliceReader slices;
    private final MessageOrder order;
    private final Subscriptions subscriptions;
    private final PublishQueue queue;
    private final RedisCalls calls;
    private final RedisNodes nodes;
    private final AtomicInteger trimmed = new AtomicInteger();
    private final CompletableFuture<Void> firstUp = new CompletableFuture<>();
    private final long emptyGroupMillis;
    private long keepLogsTimer = -1;
    private long keepEmptyLogsTimer = -1;
    /** {@code null} if there is nothing to agree on. */
    private SharedKey sharedKey;

    /**
     * @param servers makes what finds them, to be used on the loop
     */
    public RedisEngine(EngineListener listener, TimeSource time, Vertx vertx, Function<EngineLoop, RedisServers> servers,
            RedisEngineSettings settings) {
        this(listener, time, Optional.empty(), vertx, servers, settings);
    }

    /** @param ages by which the ages of messages are measured instead of the clock of Redis, for tests that cannot move that */
    RedisEngine(EngineListener listener, TimeSource time, Optional<TimeSource> ages, Vertx vertx,
            Function<EngineLoop, RedisServers> servers, RedisEngineSettings settings) {
        this.listener = new GuardedListener(listener);
        long timeoutMillis = Durations.millis(settings.timeout());
        emptyGroupMillis = Durations.millis(settings.emptyGroupLife());
        loop = new EngineLoop(vertx);
        RedisServers redis = servers.apply(loop);
        keys = new RedisKeys(settings.prefix(), redis.database());
        link = new RedisLink(loop, redis, keys, node, time, ages, timeoutMillis, this);
        reader = new LogReader(link, keys, emptyGroupMillis);
        index = new HistoryIndex(link, keys);
        history = new RedisHistory(link, keys, index);
        slices = new SliceReader(link, keys);
        Joins joins = new Joins(loop, link, reader, this.listener, timeoutMillis);
        order = new MessageOrder(loop, link, node, reader::readOn, joins, this.listener,
                new HeldMessages(settings.maxHeldBytes()));
        subscriptions = new Subscriptions(loop, link, keys, reader, joins, order);
        queue = new PublishQueue(loop, link, keys, node, subscriptions, index, time, timeoutMillis,
                settings.maxIdempotencyKeys());
        calls = new RedisCalls(loop, timeoutMillis);
        nodes = new RedisNodes(loop, link, keys, node, subscriptions, calls, timeoutMillis);
        subscriptions.connect(queue, nodes);
        order.connect(queue);
    }

    @Override
    public void share(PositionSigner positions) {
        sharedKey = new SharedKey(loop, link, keys, positions);
    }

    @Override
    public OtherNodes otherNodes() {
        return nodes;
    }

    @Override
    public CompletableFuture<Void> start(NodeListener nodeListener) {
        loop.execute(() -> {
            nodes.start(nodeListener);
            link.start();
            keepLogsLater();
            keepEmptyLogsLater();
        });
        return firstUp;
    }

    private void keepLogsLater() {
        keepLogsTimer = loop.after(StoredLog.EMPTY_LIFE_MILLIS / 4, () -> {
            keepLogs();
            keepLogsLater();
        });
    }

    private void keepEmptyLogsLater() {
        keepEmptyLogsTimer = loop.after(emptyGroupMillis / 4, () -> {
            subscriptions.keepEmptyLogs();
            keepEmptyLogsLater();
        });
    }

    void keepLogs() {
        loop.execute(subscriptions::keepLogs);
    }

    @Override
    public CompletableFuture<Void> stop() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        loop.execute(() -> {
            // Redis may not answer.
            loop.after(STOP_MILLIS, () -> end(stopped));
            nodes.stop().onComplete(told -> end(stopped));
        });
        return stopped;
    }

    private void end(CompletableFuture<Void> stopped) {
        if (!stopped.isDone()) {
            if (sharedKey != null) {
                sharedKey.down();
            }
            loop.cancel(keepLogsTimer);
            loop.cancel(keepEmptyLogsTimer);
            link.stop();
            queue.stop();
            stopped.complete(null);
        }
    }

    @Override
    public Optional<Throwable> trouble() {
        return Optional.ofNullable(link.trouble());
    }

    @Override
    public Optional<WritesRefused> writesRefused() {
        return Optional.ofNullable(link.writes().current());
    }

    @Override
    public int pending() {
        return queue.size();
    }

    @Override
    public long losses() {
        return link.losses();
    }

    @Override
    public long failures() {
        return queue.failures();
    }

    // ---- the engine ----

    @Override
    public Uni<Receipt> publish(Publication publication) {
        return Uni.createFrom().completionStage(queue.submit(publication).receipt());
    }

    @Override
    public Uni<LogStart> subscribe(String group, ReplayRequest replay) {
        CompletableFuture<LogStart> start = new CompletableFuture<>();
        queue.inOrder(() -> subscriptions.join(group, replay, start));
        return Uni.createFrom().completionStage(start);
    }

    @Override
    public void unsubscribe(String group) {
        queue.inOrder(() -> subscriptions.leave(group));
    }

    @Override
    public Uni<LogSlice> read(String group, LogPosition after, LogPosition upTo, int maxBytes) {
        return calls.ask("The log of a group was not read", () -> slices.read(group, after, upTo, maxBytes));
    }

    @Override
    public Uni<List<StoredMessage>> history(String group, HistoryQuery query) {
        return calls.ask("The history of a group was not read", () -> history.read(group, query));
    }

    @Override
    public Uni<Set<String>> groupsWithHistory() {
        return calls.ask("The groups with history were not read", history::groups);
    }

    @Override
    public Uni<Integer> flushHistory(String group) {
        return calls.ask("The history of a group was not flushed", () -> history.flush(group));
    }

    /** It goes on after the call, which returns what was removed since the call before. */
    @Override
    public int trim() {
        trimNow().subscribe().with(count -> {
        }, problem -> LOG.debug("Histories were not trimmed", problem));
        return trimmed.getAndSet(0);
    }

    Uni<Integer> trimNow() {
        return calls.ask("Histories were not trimmed", history::trim).invoke(trimmed::addAndGet);
    }

    // ---- the link ----

    @Override
    public void up() {
        // First of all, so that what comes is signed with it.
        Future<Void> agreed = sharedKey == null ? Future.succeededFuture() : sharedKey.up();
        subscriptions.up();
        index.addUnwritten();
        queue.up();
        nodes.up();
        agreed.onComplete(done -> firstUp.complete(null));
    }

    @Override
    public void down() {
        if (sharedKey != null) {
            sharedKey.down();
        }
        reader.down();
        subscriptions.down();
        queue.down();
    }

    @Override
    public void subscribed(String channel) {
        subscriptions.subscribed(channel);
    }

    @Override
    public void message(String channel, byte[] message) {
        Subscription subscription = subscriptions.ofChannel(channel);
        if (message[0] == PublishedMessage.TYPE) {
            PublishedMessage published = PublishedMessage.parse(message);
            if (subscription != null) {
                order.received(subscription, published);
            } else if (channel.equals(keys.allChannel())) {
                broadcast(published);
            } else if (published.node().equals(node)) {
                queue.arrived(published.number(), 0);
            }
        } else if (message[0] == LogReader.MARK) {
            reader.marked(Long.parseLong(new String(message, 2, message.length - 2, StandardCharsets.US_ASCII)));
        } else {
            nodes.message(subscription == null ? null : subscription.group(), message);
        }
    }

    private void broadcast(PublishedMessage published) {
        boolean own = published.node().equals(node);
        Publication publication = own ? queue.publication(published.number()) : null;
        if (publication == null) {
            Optional<MessageCodec.Message> message = published
                    .message(() -> "users, connections or several groups", link.unreadable());
            if (message.isEmpty()) {
                return;
            }
            publication = new Publication(message.get().target(), message.get().payload(), message.get().options(), null,
                    false);
        }
        int channels = listener.onMessage(new Delivery(publication, null));
        if (own) {
            queue.arrived(published.number(), channels);
        }
    }
}
