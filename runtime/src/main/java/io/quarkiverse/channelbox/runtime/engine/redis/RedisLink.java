package io.quarkiverse.channelbox.runtime.engine.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.types.ErrorType;

/**
 * The two connections to Redis, one for commands and one for subscriptions, which live and die together. After a loss they are
 * made anew, at first after {@value #FIRST_BACKOFF_MILLIS} ms and then ever more rarely. Used on the engine's loop only.
 * <p>
 * A heartbeat is published on the one and has to come back on the other: this finds what TCP does not, and it is the only way,
 * since a command on the connection for subscriptions would take the next message for its reply.
 */
final class RedisLink {

    /** What the link tells. */
    interface Listener {

        /** Both connections are there, and the node gets what is published on its own channel and on the one of all nodes. */
        void up();

        /** A connection was lost: what had no reply may have been done or not. */
        void down();

        /** The node gets what is published on a channel from now on. */
        void subscribed(String channel);

        void message(String channel, byte[] message);
    }

    static final long FIRST_BACKOFF_MILLIS = 50;
    private static final long MAX_BACKOFF_MILLIS = 2_000;
    private static final long HEARTBEAT_MILLIS = 5_000;
    private static final long SILENCE_MILLIS = 3 * HEARTBEAT_MILLIS;
    private static final int CHANNELS_PER_COMMAND = 500;
    private static final int MAX_COMMANDS = 512;
    private static final int MAX_READS = 256;
    /** How many commands wait for replies at the most: the client has to have room for so many. */
    static final int MAX_WAITING = MAX_COMMANDS + MAX_READS + PublishQueue.MAX_CALLS;
    private static final byte[] HEARTBEAT = "h".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern RUN_ID = Pattern.compile("run_id:([0-9a-f]+)");

    private static final Logger LOG = Logger.getLogger(RedisLink.class);

    private final EngineLoop loop;
    private final Redis redis;
    private final String ownChannel;
    private final String allChannel;
    private final long timeoutMillis;
    private final Listener listener;

    private final CommandWindow commandWindow = new CommandWindow(MAX_COMMANDS);
    private final CommandWindow readWindow = new CommandWindow(MAX_READS);
    private RedisConnection commands;
    private RedisConnection subscriber;
    /** Grows with each attempt: what comes from an earlier one is of no interest. */
    private int attempt;
    private boolean up;
    private boolean stopped;
    private long backoff = FIRST_BACKOFF_MILLIS;
    private long lastHeard;
    private boolean troubleLogged;
    private volatile Throwable trouble = new IllegalStateException("Redis was not connected to yet");
    /** Nanoseconds; meaningful while there is trouble. */
    private volatile long troubleSince = System.nanoTime();
    private final AtomicLong losses = new AtomicLong();
    /** By channel, for which acknowledgements of a SUBSCRIBE have not come yet. */
    private final Map<String, Integer> unacknowledged = new HashMap<>();
    /** By the server, for the channels without which the link is of no use. */
    private Promise<Void> alwaysSubscribed;
    private String runId = "";
    /** From the clock that nobody sets, in milliseconds, to that of the server. */
    private long clockOffset;

    /**
     * @param ownChannel of this node
     * @param allChannel of all nodes
     */
    RedisLink(EngineLoop loop, Redis redis, String ownChannel, String allChannel, long timeoutMillis, Listener listener) {
        this.loop = loop;
        this.redis = redis;
        this.ownChannel = ownChannel;
        this.allChannel = allChannel;
        this.timeoutMillis = timeoutMillis;
        this.listener = listener;
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

    /** What the server calls itself; another one after each restart. */
    String runId() {
        return runId;
    }

    /** Milliseconds since 1970, as the server has them, about. */
    long serverTime() {
        return System.nanoTime() / 1_000_000 + clockOffset;
    }

    void start() {
        connect();
    }

    /** It is away for good. */
    void stop() {
        stopped = true;
        attempt++;
        up = false;
        troubleSince = System.nanoTime() - (timeoutMillis + 1) * 1_000_000;
        trouble = new IllegalStateException("The node ends");
        closeAll();
        failWaiting(trouble);
    }

    private void connect() {
        if (stopped) {
            return;
        }
        int current = ++attempt;
        long timer = loop.after(timeoutMillis, () -> failed(current,
                new TimeoutException("Redis did not answer within " + timeoutMillis + " ms")));
        open(current).compose(connection -> {
            commands = connection;
            return greet(connection);
        }).compose(greeted -> open(current)).compose(connection -> {
            subscriber = connection;
            subscriber.handler(push -> pushed(current, push));
            return subscribeAlways();
        }).onComplete(ready -> loop.execute(() -> {
            loop.cancel(timer);
            if (ready.failed()) {
                failed(current, ready.cause());
            } else if (current == attempt) {
                connected();
            }
        }));
    }

    private Future<RedisConnection> open(int current) {
        return loop.here(redis.connect()).compose(connection -> {
            if (current != attempt) {
                connection.close();
                return Future.failedFuture("Another attempt has begun");
            }
            connection.exceptionHandler(problem -> loop.execute(() -> failed(current, problem)));
            connection.endHandler(end -> loop.execute(() -> failed(current,
                    new IllegalStateException("The connection was closed"))));
            return Future.succeededFuture(connection);
        });
    }

    /** A server that still loads its data refuses a PING, but not what follows; a replica refuses nothing before a write. */
    private Future<Void> greet(RedisConnection connection) {
        return loop.here(connection.send(Request.cmd(Command.PING)))
                .compose(pong -> loop.here(connection.send(Request.cmd(Command.INFO))))
                .compose(info -> {
                    if (info.toString().contains("role:slave")) {
                        return Future.failedFuture("The server is a replica, which cannot be written to");
                    }
                    Matcher matcher = RUN_ID.matcher(info.toString());
                    runId = matcher.find() ? matcher.group(1) : "";
                    return readClock(connection);
                });
    }

    private Future<Void> readClock(RedisConnection connection) {
        long before = System.nanoTime() / 1_000_000;
        return loop.here(connection.send(Request.cmd(Command.TIME))).map(time -> {
            long after = System.nanoTime() / 1_000_000;
            long server = time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
            // As if the server had answered at once: then a message is rather found to be late than not.
            clockOffset = server - after;
            LOG.tracef("The clock of Redis is at %d, give or take %d ms", server, after - before);
            return null;
        });
    }

    /** Before anything is sent: what the node publishes on these channels has to come back to it. */
    private Future<Void> subscribeAlways() {
        unacknowledged.clear();
        alwaysSubscribed = Promise.promise();
        Future<Void> done = alwaysSubscribed.future();
        subscribeNow(List.of(ownChannel, allChannel));
        return done;
    }

    private void connected() {
        up = true;
        trouble = null;
        if (troubleLogged) {
            LOG.info("Redis is there again");
        }
        troubleLogged = false;
        lastHeard = System.nanoTime();
        backoff = FIRST_BACKOFF_MILLIS;
        listener.up();
        int current = attempt;
        loop.after(HEARTBEAT_MILLIS, () -> heartbeat(current));
    }

    private void heartbeat(int current) {
        if (current != attempt || !up) {
            return;
        }
        long silence = (System.nanoTime() - lastHeard) / 1_000_000;
        if (silence > SILENCE_MILLIS) {
            failed(current, new TimeoutException("Redis was silent for " + silence + " ms"));
            return;
        }
        send(Request.cmd(Command.PUBLISH).arg(ownChannel).arg(HEARTBEAT))
                .onFailure(problem -> LOG.debug("A heartbeat failed", problem));
        readClock(commands).onFailure(problem -> LOG.debug("The clock of Redis was not read", problem));
        loop.after(HEARTBEAT_MILLIS, () -> heartbeat(current));
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
        closeAll();
        failWaiting(problem);
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

    private void failWaiting(Throwable problem) {
        commandWindow.clear(problem);
        readWindow.clear(problem);
    }

    private void closeAll() {
        close(commands);
        close(subscriber);
        commands = null;
        subscriber = null;
    }

    private void close(RedisConnection connection) {
        if (connection != null) {
            connection.handler(late -> LOG.tracef("Too late: %s", late));
            connection.exceptionHandler(null);
            connection.endHandler(null);
            // A connection that has subscribed is closed for good, any other goes back to the pool although it may be dead.
            connection.send(Request.cmd(Command.SUBSCRIBE).arg(ownChannel));
            connection.close();
        }
    }

    /** Sends a command. These are executed in order, though not before the scripts that are run later. */
    Future<Response> send(Request request) {
        return commandWindow.submit(() -> sendNow(request));
    }

    /** A server that has become a replica is left: where it was found there may be a master by now. */
    private Future<Response> sendNow(Request request) {
        if (!up) {
            return Future.failedFuture(trouble);
        }
        int current = attempt;
        return loop.here(commands.send(request)).onFailure(problem -> {
            if (problem instanceof ErrorType && problem.getMessage().contains("READONLY")) {
                failed(current, problem);
            }
        });
    }

    /** Runs a script. Those that publish come at once, whatever else waits: what calls them bounds them. */
    Future<Response> run(Script script, List<String> keys, List<?> arguments) {
        return switch (script) {
            case PUBLISH -> runNow(script, keys, arguments);
            case READ -> readWindow.submit(() -> runNow(script, keys, arguments));
            default -> commandWindow.submit(() -> runNow(script, keys, arguments));
        };
    }

    private Future<Response> runNow(Script script, List<String> keys, List<?> arguments) {
        return sendNow(call(Command.EVALSHA, script.sha1(), keys, arguments)).recover(problem -> isOf(problem, "NOSCRIPT")
                ? sendNow(call(Command.EVAL, script.source(), keys, arguments))
                : Future.failedFuture(problem));
    }

    private static Request call(Command command, String script, List<String> keys, List<?> arguments) {
        Object[] all = new Object[2 + keys.size() + arguments.size()];
        int i = 0;
        all[i++] = script;
        all[i++] = keys.size();
        for (String key : keys) {
            all[i++] = key;
        }
        for (Object argument : arguments) {
            all[i++] = argument;
        }
        return Request.cmd(command, all);
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

    /** While it is not up this does nothing: nothing is subscribed to when it comes up again. */
    void subscribe(Collection<String> channels) {
        if (up) {
            subscribeNow(channels);
        }
    }

    private void subscribeNow(Collection<String> channels) {
        List<String> all = new ArrayList<>(channels);
        for (int from = 0; from < all.size(); from += CHANNELS_PER_COMMAND) {
            List<String> some = all.subList(from, Math.min(all.size(), from + CHANNELS_PER_COMMAND));
            some.forEach(channel -> unacknowledged.merge(channel, 1, Integer::sum));
            onSubscriber(Command.SUBSCRIBE, some);
        }
    }

    void unsubscribe(String channel) {
        if (up) {
            onSubscriber(Command.UNSUBSCRIBE, List.of(channel));
        }
    }

    private void onSubscriber(Command command, List<String> channels) {
        int current = attempt;
        subscriber.send(Request.cmd(command, channels.toArray()))
                .onFailure(problem -> loop.execute(() -> failed(current, problem)));
    }

    private void pushed(int current, Response push) {
        loop.execute(() -> {
            if (current != attempt || push == null) {
                return;
            }
            if (push.type() == ResponseType.ERROR) {
                failed(current, new IllegalStateException("Redis refuses to be subscribed to: " + push));
            } else if (push.size() >= 3) {
                lastHeard = System.nanoTime();
                switch (push.get(0).toString()) {
                    case "message" -> message(push.get(1).toString(), push.get(2).toBytes());
                    case "subscribe" -> acknowledged(push.get(1).toString());
                    default -> LOG.tracef("Redis told of %s", push.get(0));
                }
            }
        });
    }

    private void message(String channel, byte[] message) {
        if (message.length != HEARTBEAT.length || message[0] != HEARTBEAT[0]) {
            listener.message(channel, message);
        }
    }

    private void acknowledged(String channel) {
        int left = unacknowledged.merge(channel, -1, Integer::sum);
        if (left <= 0) {
            unacknowledged.remove(channel);
            if (up) {
                listener.subscribed(channel);
            } else if (unacknowledged.isEmpty()) {
                alwaysSubscribed.complete();
            }
        }
    }
}
