package io.quarkiverse.channelbox.runtime.engine.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.vertx.redis.client.impl.types.ErrorType;

/**
 * The two connections to one server, one for commands and one for subscriptions, which live and die together and are of no use
 * after that. Used on the engine's loop only.
 * <p>
 * A heartbeat is published on the one and has to come back on the other: this finds what TCP does not, and it is the only way,
 * since a command on the connection for subscriptions would take the next message for its reply.
 */
final class ServerLink {

    /** What it tells; nothing after {@link #close}. */
    interface Listener {

        /** It is of no use any more. */
        void failed(ServerLink server, Throwable problem);

        /** The node gets what is published on a channel from now on. */
        void subscribed(String channel);

        void message(String channel, byte[] message);
    }

    private static final long SILENCE_MILLIS = 3 * RedisLink.HEARTBEAT_MILLIS;
    private static final int CHANNELS_PER_COMMAND = 500;
    private static final int MAX_COMMANDS = 512;
    private static final int MAX_READS = 256;
    /** How many commands wait for replies at the most: the client has to have room for so many. */
    static final int MAX_WAITING = MAX_COMMANDS + MAX_READS + GroupPipes.MAX_CALLS;
    private static final byte[] HEARTBEAT = "h".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern RUN_ID = Pattern.compile("run_id:([0-9a-f]+)");
    private static final Pattern VERSION = Pattern.compile("redis_version:(\\d+)");
    private static final int FIRST_SHARDED_VERSION = 7;

    private static final Logger LOG = Logger.getLogger(ServerLink.class);

    private final EngineLoop loop;
    private final ServerClients clients;
    private final List<String> alwaysChannels;
    private final Listener listener;
    private final CommandWindow commandWindow = new CommandWindow(MAX_COMMANDS);
    private final CommandWindow readWindow = new CommandWindow(MAX_READS);
    private RedisConnection commands;
    private RedisConnection subscriber;
    private boolean ready;
    private boolean closed;
    /** What comes on the one connection tells nothing of the other. */
    private long lastHeard = System.nanoTime();
    private long lastReply = System.nanoTime();
    /** By channel, for which acknowledgements have not come yet. */
    private final Map<String, Integer> subscribing = new HashMap<>();
    private final Map<String, Integer> unsubscribing = new HashMap<>();
    private final Promise<Void> alwaysSubscribed = Promise.promise();
    private String runId = "";
    /** Whether the messages of a group go only to the nodes that are subscribed at its own server of a cluster. */
    private boolean sharded;
    /** From the clock that nobody sets, in milliseconds, to that of the server. */
    private long clockOffset;

    /** @param alwaysChannels what the node is to be subscribed to before it is ready; its own of this server comes first */
    ServerLink(EngineLoop loop, ServerClients clients, List<String> alwaysChannels, Listener listener) {
        this.loop = loop;
        this.clients = clients;
        this.alwaysChannels = alwaysChannels;
        this.listener = listener;
    }

    /** Completes when both connections are there and the node hears what it publishes itself. */
    Future<Void> open() {
        return connect(clients.connectForCommands()).compose(connection -> {
            commands = connection;
            return greet();
        }).compose(greeted -> connect(clients.connectForMessages())).compose(connection -> {
            subscriber = connection;
            subscriber.handler(this::pushed);
            subscribe(Command.SUBSCRIBE, alwaysChannels);
            return alwaysSubscribed.future();
        }).onSuccess(subscribed -> {
            ready = true;
            lastHeard = System.nanoTime();
            lastReply = lastHeard;
        });
    }

    private Future<RedisConnection> connect(Future<RedisConnection> attempt) {
        return loop.here(attempt).compose(connection -> {
            if (closed) {
                connection.close();
                return Future.failedFuture("It was closed meanwhile");
            }
            connection.exceptionHandler(problem -> loop.execute(() -> fail(problem)));
            connection.endHandler(end -> loop.execute(() -> fail(new IllegalStateException("The connection was closed"))));
            return Future.succeededFuture(connection);
        });
    }

    /**
     * A server that still loads its data refuses a PING, but not what follows; a replica refuses nothing before a write. One
     * that cannot save refuses a PING as it does writes, and can still be used for the rest.
     */
    private Future<Void> greet() {
        return loop.here(commands.send(Request.cmd(Command.PING)))
                .recover(problem -> RefusedWrites.reason(problem.getMessage()) != null ? Future.succeededFuture()
                        : Future.failedFuture(problem))
                .compose(pong -> loop.here(commands.send(Request.cmd(Command.INFO))))
                .compose(reply -> {
                    String info = reply.toString();
                    if (info.contains("role:slave")) {
                        return Future.failedFuture("The server is a replica, which cannot be written to");
                    }
                    Matcher run = RUN_ID.matcher(info);
                    runId = run.find() ? run.group(1) : "";
                    Matcher version = VERSION.matcher(info);
                    sharded = info.contains("cluster_enabled:1") && version.find()
                            && Integer.parseInt(version.group(1)) >= FIRST_SHARDED_VERSION;
                    return readClock();
                });
    }

    private Future<Void> readClock() {
        long before = EngineLoop.millis();
        return loop.here(commands.send(Request.cmd(Command.TIME))).map(time -> {
            long after = EngineLoop.millis();
            long now = time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
            // As if the server had answered at once: then a message is rather found to be late than not.
            clockOffset = now - after;
            LOG.tracef("The clock of Redis is at %d, give or take %d ms", now, after - before);
            return null;
        });
    }

    private void fail(Throwable problem) {
        if (!closed) {
            listener.failed(this, problem);
        }
    }

    /** @param problem for what waits */
    void close(Throwable problem) {
        closed = true;
        close(commands);
        close(subscriber);
        commandWindow.clear(problem);
        readWindow.clear(problem);
    }

    private void close(RedisConnection connection) {
        if (connection != null) {
            connection.handler(late -> LOG.tracef("Too late: %s", late));
            connection.exceptionHandler(null);
            connection.endHandler(null);
            // A connection that has subscribed is closed for good, any other goes back to the pool although it may be dead.
            connection.send(Request.cmd(Command.SUBSCRIBE).arg(ownChannel()));
            connection.close();
        }
    }

    /** What the server publishes here comes between what it publishes to groups, in that order. */
    String ownChannel() {
        return alwaysChannels.get(0);
    }

    /** What the server calls itself; another one after each restart. */
    String runId() {
        return runId;
    }

    /** Milliseconds since 1970, as the server has them, about. */
    long time() {
        return EngineLoop.millis() + clockOffset;
    }

    /** The command by which the messages of a group are published. */
    Command publishCommand() {
        return sharded ? Command.SPUBLISH : Command.PUBLISH;
    }

    void heartbeat() {
        long now = System.nanoTime();
        long silence = Math.max(now - lastHeard, now - lastReply) / 1_000_000;
        if (silence > SILENCE_MILLIS) {
            fail(new TimeoutException("Redis was silent for " + silence + " ms"));
            return;
        }
        send(Request.cmd(Command.PUBLISH).arg(ownChannel()).arg(HEARTBEAT))
                .onFailure(problem -> LOG.debug("A heartbeat failed", problem));
        readClock().onFailure(problem -> LOG.debug("The clock of Redis was not read", problem));
    }

    // ---- commands ----

    /** Sends a command. These are executed in order, though not before the scripts that are run later. */
    Future<Response> send(Request request) {
        return commandWindow.submit(() -> sendNow(request));
    }

    /**
     * A server that has become a replica is left, and so is one that does not have the key any more: where it was found there
     * may be another one by now.
     */
    private Future<Response> sendNow(Request request) {
        if (closed) {
            return Future.failedFuture("The connection was closed");
        }
        return loop.here(commands.send(request)).onComplete(reply -> lastReply = System.nanoTime()).onFailure(problem -> {
            if (problem instanceof ErrorType && (problem.getMessage().contains("READONLY") || isMoved(problem))) {
                fail(problem);
            }
        });
    }

    /** Whether another server has the key, or none. */
    static boolean isMoved(Throwable problem) {
        return RedisLink.isOf(problem, "MOVED", "CLUSTERDOWN");
    }

    /** Runs a script. Those that publish come at once, whatever else waits: what calls them bounds them. */
    Future<Response> run(Script script, List<String> keys, List<?> arguments) {
        return switch (script) {
            case PUBLISH -> runNow(script, keys, arguments);
            case READ, SLICE -> readWindow.submit(() -> runNow(script, keys, arguments));
            default -> commandWindow.submit(() -> runNow(script, keys, arguments));
        };
    }

    private Future<Response> runNow(Script script, List<String> keys, List<?> arguments) {
        return sendNow(call(Command.EVALSHA, script.sha1(), keys, arguments))
                .recover(problem -> RedisLink.isOf(problem, "NOSCRIPT")
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

    // ---- subscriptions ----

    /** To channels of groups. */
    void subscribe(Collection<String> channels) {
        if (sharded) {
            // Those of one command would have to be of one slot.
            channels.forEach(channel -> subscribe(Command.SSUBSCRIBE, List.of(channel)));
        } else {
            subscribe(Command.SUBSCRIBE, channels);
        }
    }

    private void subscribe(Command command, Collection<String> channels) {
        List<String> all = new ArrayList<>(channels);
        for (int from = 0; from < all.size(); from += CHANNELS_PER_COMMAND) {
            List<String> some = all.subList(from, Math.min(all.size(), from + CHANNELS_PER_COMMAND));
            some.forEach(channel -> subscribing.merge(channel, 1, Integer::sum));
            onSubscriber(command, some);
        }
    }

    void unsubscribe(String channel) {
        unsubscribing.merge(channel, 1, Integer::sum);
        onSubscriber(sharded ? Command.SUNSUBSCRIBE : Command.UNSUBSCRIBE, List.of(channel));
    }

    private void onSubscriber(Command command, List<String> channels) {
        subscriber.send(Request.cmd(command, channels.toArray())).onFailure(problem -> loop.execute(() -> fail(problem)));
    }

    private void pushed(Response push) {
        loop.execute(() -> {
            if (closed || push == null) {
                return;
            }
            if (push.type() == ResponseType.ERROR) {
                fail(new IllegalStateException("Redis refuses to be subscribed to: " + push));
            } else if (push.size() >= 3) {
                lastHeard = System.nanoTime();
                String channel = push.get(1) == null ? "" : push.get(1).toString();
                switch (push.get(0).toString()) {
                    case "message", "smessage" -> message(channel, push.get(2).toBytes());
                    case "subscribe", "ssubscribe" -> subscribed(channel);
                    case "unsubscribe", "sunsubscribe" -> unsubscribed(channel);
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

    private void subscribed(String channel) {
        if (isLast(subscribing, channel)) {
            if (ready) {
                listener.subscribed(channel);
            } else if (subscribing.isEmpty()) {
                alwaysSubscribed.tryComplete();
            }
        }
    }

    private void unsubscribed(String channel) {
        if (!unsubscribing.containsKey(channel)) {
            // Nobody has asked for that.
            fail(new IllegalStateException("The server does not have channel " + channel + " any more"));
        } else {
            isLast(unsubscribing, channel);
        }
    }

    /** Counts one acknowledgement; whether it was the last one that was waited for. */
    private static boolean isLast(Map<String, Integer> open, String channel) {
        open.computeIfPresent(channel, (key, count) -> count > 1 ? count - 1 : null);
        return !open.containsKey(channel);
    }
}
