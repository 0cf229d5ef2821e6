package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.runtime.engine.redis.RedisServers.Topology;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;

/**
 * The way to Redis: a {@link ServerLink} to each server, of which the one that has the key is used. They are made together,
 * and anew after the loss of any of them, at first after {@value #FIRST_BACKOFF_MILLIS} ms and then ever more rarely. Used on
 * the engine's loop only.
 */
final class RedisLink implements ServerLink.Listener {

    /** What the link tells. */
    interface Listener {

        /** All connections are there, and the node gets what is published on its own channels and on the one of all nodes. */
        void up();

        /** A connection was lost: what had no reply may have been done or not. */
        void down();

        /** The node gets what is published on a channel from now on. */
        void subscribed(String channel);

        void message(String channel, byte[] message);
    }

    static final long FIRST_BACKOFF_MILLIS = 50;
    private static final long MAX_BACKOFF_MILLIS = 2_000;
    static final long HEARTBEAT_MILLIS = 5_000;

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    private final EngineLoop loop;
    private final RedisServers servers;
    private final RedisKeys keys;
    private final String node;
    private final long timeoutMillis;
    private final Listener listener;
    private final List<String> forAll = new ArrayList<>();
    private final RefusedWrites writes;
    private final Unreadable unreadable = new Unreadable();
    private final Optional<TimeSource> ages;

    private Topology topology;
    /** In the order of the topology. */
    private List<ServerLink> links = List.of();
    /** Grows with each attempt: what comes from an earlier one is of no interest. */
    private int attempt;
    private boolean up;
    private boolean stopped;
    private long backoff = FIRST_BACKOFF_MILLIS;
    private boolean troubleLogged;
    private volatile Throwable trouble = new IllegalStateException("Redis was not connected to yet");
    /** Nanoseconds; meaningful while there is trouble. */
    private volatile long troubleSince = System.nanoTime();
    private final AtomicLong losses = new AtomicLong();

    RedisLink(EngineLoop loop, RedisServers servers, RedisKeys keys, String node, TimeSource time, Optional<TimeSource> ages,
            long timeoutMillis, Listener listener) {
        this.loop = loop;
        this.servers = servers;
        this.keys = keys;
        this.node = node;
        this.timeoutMillis = timeoutMillis;
        this.listener = listener;
        this.ages = ages;
        this.writes = new RefusedWrites(loop, this, keys, time);
        forAll.add(keys.allChannel());
    }

    boolean isUp() {
        return up;
    }

    /** Changes whenever a connection is lost or made. */
    int generation() {
        return attempt;
    }

    /** Why it is not up. Any thread. */
    Throwable trouble() {
        return trouble;
    }

    /** Whether it has been away for longer than anybody should wait. Any thread. */
    boolean isAway() {
        return trouble != null && System.nanoTime() - troubleSince > timeoutMillis * 1_000_000;
    }

    /** How often it was lost. Any thread. */
    long losses() {
        return losses.get();
    }

    /** What is published on a channel for all nodes comes here, too. Called before the start. */
    void listenTo(String channel) {
        forAll.add(channel);
    }

    void start() {
        connect();
    }

    /** It is away for good. */
    void stop() {
        stopped = true;
        writes.stop();
        attempt++;
        up = false;
        troubleSince = System.nanoTime() - (timeoutMillis + 1) * 1_000_000;
        trouble = new IllegalStateException("The node ends");
        closeAll(trouble);
        servers.close();
    }

    private void connect() {
        if (stopped) {
            return;
        }
        int current = ++attempt;
        long timer = loop.after(timeoutMillis, () -> failed(current,
                new TimeoutException("Redis did not answer within " + timeoutMillis + " ms")));
        servers.find().compose(found -> {
            if (current != attempt) {
                return Future.failedFuture("Another attempt has begun");
            }
            topology = found;
            links = new ArrayList<>();
            for (int i = 0; i < found.servers().size(); i++) {
                links.add(new ServerLink(loop, found.servers().get(i), alwaysChannels(i), this));
            }
            return Future.all(links.stream().map(ServerLink::open).toList());
        }).onComplete(opened -> loop.execute(() -> {
            loop.cancel(timer);
            if (opened.failed()) {
                failed(current, opened.cause());
            } else if (current == attempt) {
                connected();
            }
        }));
    }

    /** What is for a node or for all of them is published anywhere, and gets to every server: the first one tells it. */
    private List<String> alwaysChannels(int index) {
        String own = keys.nodeChannel(node, index);
        if (index > 0) {
            return List.of(own);
        }
        // Its own comes first: the marks there, and their numbers, are those of this node.
        List<String> channels = new ArrayList<>(List.of(own));
        channels.addAll(forAll);
        return channels;
    }

    private void connected() {
        up = true;
        trouble = null;
        if (troubleLogged) {
            LOG.info("Redis is there again");
        }
        troubleLogged = false;
        backoff = FIRST_BACKOFF_MILLIS;
        listener.up();
        int current = attempt;
        loop.after(HEARTBEAT_MILLIS, () -> heartbeat(current));
    }

    private void heartbeat(int current) {
        if (current != attempt) {
            return;
        }
        List.copyOf(links).forEach(ServerLink::heartbeat);
        if (servers.mayChange() && current == attempt) {
            servers.find().onComplete(found -> {
                if (found.failed()) {
                    LOG.debug("The servers were not found", found.cause());
                } else if (!found.result().equals(topology)) {
                    failed(current, new IllegalStateException("Other servers have the keys now"));
                }
            });
        }
        loop.after(HEARTBEAT_MILLIS, () -> heartbeat(current));
    }

    @Override
    public void failed(ServerLink server, Throwable problem) {
        if (links.contains(server)) {
            failed(attempt, problem);
        }
    }

    /** A connection of that generation is of no use any more; the link is made anew. */
    void abandon(int generation, Throwable problem) {
        failed(generation, problem);
    }

    private void failed(int current, Throwable problem) {
        if (current != attempt || stopped) {
            return;
        }
        int next = ++attempt;
        if (trouble == null) {
            troubleSince = System.nanoTime();
        }
        trouble = problem;
        if (!troubleLogged) {
            LOG.warnf("Redis cannot be used until it is there again: %s", problem);
            troubleLogged = true;
        }
        boolean wasUp = up;
        // First of all: to close a connection fails what is on its way, and what hears of that must not use it again.
        up = false;
        closeAll(problem);
        if (wasUp) {
            losses.incrementAndGet();
            listener.down();
        }
        // Not all nodes at once.
        long wait = backoff / 2 + ThreadLocalRandom.current().nextLong(backoff);
        backoff = Math.min(2 * backoff, MAX_BACKOFF_MILLIS);
        loop.after(wait, () -> {
            if (next == attempt) {
                connect();
            }
        });
    }

    private void closeAll(Throwable problem) {
        List<ServerLink> all = links;
        links = List.of();
        all.forEach(link -> link.close(problem));
    }

    // ---- the server that has a key ----

    private ServerLink linkOf(String key) {
        return links.get(topology.serverOf(key));
    }

    Unreadable unreadable() {
        return unreadable;
    }

    /** Which servers refuse to be written to. */
    RefusedWrites writes() {
        return writes;
    }

    /** Whether what is said of the server of the one key holds for the other. */
    boolean haveTheSameServer(String key, String other) {
        return key.equals(other) || topology.serverOf(key) == topology.serverOf(other);
    }

    /** What the server of a key calls itself; another one after each restart. */
    String runId(String key) {
        return up ? linkOf(key).runId() : "";
    }

    /** Milliseconds since 1970, as the server of a key has them, about. */
    long serverTime(String key) {
        return up ? linkOf(key).time() : System.currentTimeMillis();
    }

    /** Milliseconds since 1970 by which the ages of messages are measured: those of nodes differ, and jump. */
    long now(String key) {
        return ages.map(clock -> clock.now().toEpochMilli()).orElseGet(() -> serverTime(key));
    }

    /** Where the server of a key tells this node where it is between the messages that it publishes. */
    String markChannel(String key) {
        return up ? linkOf(key).ownChannel() : "";
    }

    /** The command by which the messages of a group are published; it is up. */
    Command publishCommand(String channel) {
        return linkOf(channel).publishCommand();
    }

    /** Sends a command to the server of its key. */
    Future<Response> send(Command command, String key, Object... arguments) {
        return up ? linkOf(key).send(request(command, key, arguments))
                .onFailure(problem -> writes.failed(key, problem.getMessage())) : Future.failedFuture(trouble);
    }

    /** Publishes what is for one node or for all. */
    Future<Response> publish(String channel, String message) {
        return up ? links.get(0).send(request(Command.PUBLISH, channel, message)) : Future.failedFuture(trouble);
    }

    /** Publishes what is for the nodes that have a member of a group. */
    Future<Response> publishToGroup(String channel, String message) {
        return up ? send(publishCommand(channel), channel, message) : Future.failedFuture(trouble);
    }

    private static Request request(Command command, String key, Object... arguments) {
        Object[] all = new Object[1 + arguments.length];
        all[0] = key;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Request.cmd(command, all);
    }

    /** Runs a script where its keys are. */
    Future<Response> run(Script script, List<String> keysOfScript, List<?> arguments) {
        return up ? linkOf(keysOfScript.get(0)).run(script, keysOfScript, arguments) : Future.failedFuture(trouble);
    }

    static boolean isOf(Throwable problem, String... kinds) {
        if (problem instanceof ErrorType error) {
            for (String kind : kinds) {
                if (error.is(kind)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** To channels of groups. While it is not up this does nothing: nothing is subscribed to when it comes up again. */
    void subscribe(Collection<String> channels) {
        if (up) {
            channels.stream().collect(Collectors.groupingBy(this::linkOf)).forEach(ServerLink::subscribe);
        }
    }

    void unsubscribe(String channel) {
        if (up) {
            linkOf(channel).unsubscribe(channel);
        }
    }

    @Override
    public void subscribed(String channel) {
        if (up) {
            listener.subscribed(channel);
        }
    }

    @Override
    public void message(String channel, byte[] message) {
        listener.message(channel, message);
    }
}
