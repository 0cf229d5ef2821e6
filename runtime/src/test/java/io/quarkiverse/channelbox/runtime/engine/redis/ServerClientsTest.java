package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;
import io.quarkiverse.channelbox.testclient.RedisCluster;
import io.quarkiverse.channelbox.testclient.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;

/** How the engine connects to servers. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerClientsTest {

    /** What Micrometer takes for a second meter of one name is a warning at each start. */
    private final List<String> meters = Collections.synchronizedList(new ArrayList<>());
    private final VertxMetricsFactory metrics = options -> new VertxMetrics() {
        @Override
        public ClientMetrics<?, ?, ?, ?> createClientMetrics(SocketAddress address, String type, String name) {
            meters.add(type + " client " + name);
            return null;
        }

        @Override
        public PoolMetrics<?> createPoolMetrics(String type, String name, int size) {
            if (type.equals("redis")) {
                meters.add(type + " pool " + name);
            }
            return null;
        }
    };
    private final Vertx vertx = Vertx
            .vertx(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true).setFactory(metrics)));

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void eachConnectionHasMetersOfItsOwn() {
        RedisOptions options = new RedisOptions().setPoolName("<default>")
                .setConnectionString("redis://127.0.0.1:" + RedisServer.shared().port());
        options.getNetClientOptions().setMetricsName("redis|<default>");
        RedisEngine engine = new RedisEngine(new MemberNode(), new SystemTimeSource(), vertx,
                loop -> new SingleServer(vertx, options),
                RedisEngines.settings(RedisEngines.newPrefix(), Duration.ofSeconds(30)));
        engine.start(new NoMembers()).orTimeout(30, TimeUnit.SECONDS).join();
        engine.stop().join();
        assertEquals(4, meters.size(), meters::toString);
        assertEquals(4, new HashSet<>(meters).size(), meters::toString);
        // They are those of the application's client.
        assertEquals("<default>", options.getPoolName());
        assertEquals("redis|<default>", options.getNetClientOptions().getMetricsName());
    }

    /** Its servers may change for years. */
    @Test
    void theClientsOfAServerOfAClusterThatIsGoneAreClosed() throws Exception {
        try (RedisCluster cluster = RedisCluster.start(3, true)) {
            RedisServer gone = cluster.masters().get(1);
            RedisOptions options = new RedisOptions().setType(RedisClientType.CLUSTER)
                    .setEndpoints(List.of("redis://127.0.0.1:" + cluster.masters().get(0).port()));
            EngineLoop loop = new EngineLoop(vertx);
            ClusterServers servers = new ClusterServers(loop, vertx, options);
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> find(servers).servers().size() == 3);
            String address = "127.0.0.1:" + gone.port();
            assertEquals(true, servers.addresses().contains(address), servers.addresses()::toString);
            gone.kill();
            await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> {
                find(servers);
                return !servers.addresses().contains(address);
            });
            assertEquals(3, servers.addresses().size(), servers.addresses()::toString);
            servers.close();
            assertEquals(0, servers.addresses().size());
        }
    }

    private static RedisServers.Topology find(RedisServers servers) {
        return servers.find().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
