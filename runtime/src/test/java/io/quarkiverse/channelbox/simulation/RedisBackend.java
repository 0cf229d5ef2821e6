package io.quarkiverse.channelbox.simulation;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.redis.ModelServer;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Some nodes that share a {@link ModelRedis}. */
final class RedisBackend implements Scenario.Backend, ModelRedis.Watcher {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final World world;
    private final Supplier<Scenario> scenario;
    private final ModelRedis redis;
    private boolean isHealthy;

    RedisBackend(World world, Supplier<Scenario> scenario) {
        this.world = world;
        this.scenario = scenario;
        this.redis = new ModelRedis(world, this);
        save();
    }

    private void save() {
        redis.save();
        world.afterMillis(20 + world.draw(300), this::save);
    }

    @Override
    public Engine make(EngineListener listener, TimeSource time, Vertx vertx) {
        return ModelServer.engine(listener, time, vertx, new Client(), TIMEOUT);
    }

    @Override
    public void published(String channel, String message) {
        int group = channel.indexOf("{room-");
        if (group >= 0 && message.startsWith("m ")) {
            String[] head = message.substring(0, message.indexOf('\n')).split(" ");
            scenario.get().published(channel.substring(group + 1, channel.indexOf('}')), message,
                    head[3].equals("S") ? head[1] + ':' + head[2] : null);
        }
    }

    @Override
    public void lost(long since) {
        scenario.get().lost(since);
    }

    @Override
    public void fault(Scenario of) {
        List<RedisLine> lines = redis.lines();
        switch (world.draw(12)) {
            case 0 -> redis.restart(false, world.pick(1, 200, 3_000));
            case 1 -> redis.restart(true, world.pick(1, 200, 3_000));
            case 2 -> killNode(of);
            case 3 -> {
                if (of.nodes().stream().filter(node -> !node.isDead()).count() < 3) {
                    of.startNode();
                }
            }
            case 4, 5 -> lines.stream().skip(lines.isEmpty() ? 0 : world.draw(lines.size())).findFirst()
                    .ifPresent(RedisLine::silence);
            case 6, 7, 8 -> lines.stream().skip(lines.isEmpty() ? 0 : world.draw(lines.size())).findFirst()
                    .ifPresent(line -> line.stall(world.pick(5_000_000L, 500_000_000L, 4_000_000_000L)));
            default -> lines.stream().skip(lines.isEmpty() ? 0 : world.draw(lines.size())).findFirst()
                    .ifPresent(RedisLine::reset);
        }
    }

    private void killNode(Scenario of) {
        Node node = of.anyNode();
        if (node != null && of.nodes().stream().filter(each -> !each.isDead()).count() > 1) {
            world.trace("A node dies");
            node.die();
            redis.lines().stream().filter(line -> line.loop().isDead()).forEach(RedisLine::reset);
        }
    }

    @Override
    public void heal() {
        isHealthy = true;
    }

    private final class Client implements Redis {

        @Override
        public Future<RedisConnection> connect() {
            Promise<RedisConnection> connected = Promise.promise();
            VirtualLoop loop = world.current();
            world.after(world.draw(3_000_000), () -> {
                if (loop.isDead()) {
                    return;
                }
                if (redis.isDown() || !isHealthy && world.once(20)) {
                    loop.execute(() -> connected.fail("Connection refused"));
                } else {
                    RedisLine line = new RedisLine(world, redis, loop);
                    loop.execute(() -> connected.complete(line));
                }
            });
            return connected.future();
        }

        @Override
        public void close() {
            // Its connections are closed one by one.
        }

        @Override
        public Future<Response> send(Request command) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<Response>> batch(List<Request> commands) {
            throw new UnsupportedOperationException();
        }
    }
}
