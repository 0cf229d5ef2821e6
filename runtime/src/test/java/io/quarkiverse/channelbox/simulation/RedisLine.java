package io.quarkiverse.channelbox.simulation;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.BulkType;
import io.vertx.redis.client.impl.types.ErrorType;
import io.vertx.redis.client.impl.types.MultiType;
import io.vertx.redis.client.impl.types.NumberType;
import io.vertx.redis.client.impl.types.SimpleStringType;

/**
 * A connection of a node to the {@link ModelRedis}: in order in both directions, with delays, until it breaks or goes silent.
 */
final class RedisLine implements RedisConnection {

    private static final int DELAY_NANOS = 2_000_000;

    private final World world;
    private final ModelRedis redis;
    private final VirtualLoop loop;
    private final Set<String> channels = new HashSet<>();
    private final Queue<Promise<Response>> waiting = new ArrayDeque<>();
    private Handler<Response> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;
    private long lastToServer;
    private long lastToNode;
    private long stalledUntil;
    private boolean isSilent;
    private boolean isClosed;

    RedisLine(World world, ModelRedis redis, VirtualLoop loop) {
        this.world = world;
        this.redis = redis;
        this.loop = loop;
        redis.connected(this);
    }

    boolean isOf(VirtualLoop other) {
        return loop == other;
    }

    VirtualLoop loop() {
        return loop;
    }

    // ---- what goes wrong ----

    /** It breaks: both ends hear of it, the node after what was on its way, which may be lost as well. */
    void reset() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        redis.disconnected(this);
        world.after(world.draw(DELAY_NANOS), () -> onLoop(this::end));
    }

    private void end() {
        while (!waiting.isEmpty()) {
            waiting.poll().tryFail("The connection was closed");
        }
        if (exceptionHandler != null && world.once(2)) {
            exceptionHandler.handle(new IllegalStateException("Connection reset"));
        }
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    /** Nothing passes any more, and nobody hears of it. */
    void silence() {
        isSilent = true;
    }

    /** Nothing passes for a while. */
    void stall(long nanos) {
        stalledUntil = world.time() + nanos;
    }

    private long arrival(long last) {
        return Math.max(Math.max(last, stalledUntil), world.time() + world.draw(DELAY_NANOS));
    }

    private void onLoop(Runnable task) {
        if (!loop.isDead()) {
            loop.execute(task);
        }
    }

    // ---- to the server ----

    @Override
    public Future<Response> send(Request request) {
        Promise<Response> reply = Promise.promise();
        if (isClosed) {
            reply.fail("The connection was closed");
            return reply.future();
        }
        List<String> command = new ArrayList<>();
        command.add(request.command().toString().trim());
        arguments(request).forEach(argument -> command.add(new String(argument, StandardCharsets.ISO_8859_1)));
        waiting.add(reply);
        lastToServer = arrival(lastToServer);
        world.after(lastToServer - world.time(), () -> arrived(command));
        return reply.future();
    }

    @SuppressWarnings("unchecked")
    private static List<byte[]> arguments(Request request) {
        try {
            Method arguments = request.getClass().getDeclaredMethod("getArgs");
            arguments.setAccessible(true);
            return (List<byte[]>) arguments.invoke(request);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void arrived(List<String> command) {
        if (isClosed || isSilent || redis.isDown() || loop.isDead()) {
            return;
        }
        String name = command.get(0).toUpperCase();
        if (name.equals("SUBSCRIBE") || name.equals("UNSUBSCRIBE")) {
            for (String channel : command.subList(1, command.size())) {
                if (name.equals("SUBSCRIBE") ? channels.add(channel) : channels.remove(channel)) {
                    world.trace("%s %s", name, channel);
                }
                push(List.of(name.toLowerCase(), channel, (long) channels.size()));
            }
            return;
        }
        Response reply;
        try {
            reply = response(redis.execute(command));
        } catch (Keyspace.Refused e) {
            reply = ErrorType.create(e.getMessage());
        }
        toNode(reply, false);
    }

    boolean isSubscribed(String channel) {
        return channels.contains(channel);
    }

    // ---- to the node ----

    void push(List<Object> message) {
        toNode(response(message), true);
    }

    private void toNode(Response response, boolean isPush) {
        lastToNode = arrival(lastToNode);
        world.after(lastToNode - world.time(), () -> {
            if (!isClosed && !isSilent) {
                onLoop(() -> received(response, isPush));
            }
        });
    }

    private void received(Response response, boolean isPush) {
        if (isClosed) {
            return;
        }
        if (isPush) {
            if (handler != null) {
                handler.handle(response);
            }
        } else {
            Promise<Response> reply = waiting.poll();
            if (response instanceof ErrorType error) {
                reply.fail(error);
            } else {
                reply.complete(response);
            }
        }
    }

    private static Response response(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Long number) {
            return NumberType.create(number);
        }
        if (value instanceof Keyspace.Status status) {
            return SimpleStringType.create(status.text());
        }
        if (value instanceof List<?> list) {
            MultiType multi = MultiType.create(list.size(), false);
            list.forEach(each -> multi.add(response(each)));
            return multi;
        }
        return BulkType.create(Buffer.buffer(((String) value).getBytes(StandardCharsets.ISO_8859_1)), false);
    }

    // ---- the rest of a connection ----

    @Override
    public RedisConnection exceptionHandler(Handler<Throwable> value) {
        exceptionHandler = value;
        return this;
    }

    @Override
    public RedisConnection handler(Handler<Response> value) {
        handler = value;
        return this;
    }

    @Override
    public RedisConnection pause() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RedisConnection resume() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RedisConnection fetch(long amount) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RedisConnection endHandler(Handler<Void> value) {
        endHandler = value;
        return this;
    }

    @Override
    public Future<List<Response>> batch(List<Request> commands) {
        throw new UnsupportedOperationException();
    }

    /** What was sent before may still arrive, or not; what waits for a reply fails. */
    @Override
    public Future<Void> close() {
        boolean arrives = world.once(2);
        world.after(arrives ? Math.max(0, lastToServer - world.time()) + 1 : 0, () -> {
            isClosed = true;
            redis.disconnected(this);
            onLoop(this::end);
        });
        return Future.succeededFuture();
    }

    @Override
    public boolean pendingQueueFull() {
        return false;
    }
}
