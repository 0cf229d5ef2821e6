package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.RedisCluster;
import io.quarkiverse.channelbox.testclient.RedisServer;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** With {@code client-type=cluster} the groups are spread over the masters of a Redis Cluster. */
class RedisClusterTest {

    /** The class is loaded again within the application, which needs no cluster of its own. */
    private static final String SERVERS = "channel-box.test.cluster";
    private static RedisCluster cluster;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClass(Room.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-redis-client", Version.getVersion())))
            .overrideConfigKey("quarkus.redis.devservices.enabled", "false")
            .overrideConfigKey("quarkus.redis.hosts", servers())
            .overrideRuntimeConfigKey("quarkus.redis.client-type", "cluster")
            .overrideRuntimeConfigKey("quarkus.channel-box.engine", "redis")
            .setAfterAllCustomizer(() -> {
                System.clearProperty(SERVERS);
                cluster.close();
            });

    private static String servers() {
        if (System.getProperty(SERVERS) == null) {
            cluster = RedisCluster.start(3, false);
            System.setProperty(SERVERS, String.join(",", cluster.urls()));
        }
        return System.getProperty(SERVERS);
    }

    @WebSocket(path = "/room/{name}")
    @ChannelGroup("room-{name}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @Test
    void groupsAreOnAllServers() {
        for (int i = 0; i < 12; i++) {
            try (WsClient client = WsClient.open(base, "/room/" + i)) {
                Receipt receipt = channelBox.group("room-" + i).sendAndAwait("hello", SendOptions.saveHistory());
                assertEquals(1, receipt.deliveredHere());
                assertTrue(receipt.stored());
                assertEquals("hello", client.next());
            }
        }
        assertEquals(12, channelBox.history().await().indefinitely().size());
        for (String server : servers().split(",")) {
            String keys = RedisServer.command(URI.create(server).getPort(), "KEYS", "channel-box:{room-*}:s");
            assertTrue(keys.contains("channel-box:{room-"), keys);
        }
    }
}
