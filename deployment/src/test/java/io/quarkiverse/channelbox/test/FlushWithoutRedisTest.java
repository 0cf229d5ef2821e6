package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Clients;
import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** While Redis is away a node does its own part, and says that it was only that. */
class FlushWithoutRedisTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClass(Room.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-redis-client", Version.getVersion())))
            .overrideConfigKey("quarkus.redis.devservices.enabled", "false")
            // Nobody listens there.
            .overrideConfigKey("quarkus.redis.hosts", "redis://127.0.0.1:1")
            .overrideRuntimeConfigKey("quarkus.channel-box.engine", "redis")
            .overrideRuntimeConfigKey("quarkus.channel-box.redis.start", "degraded")
            .overrideRuntimeConfigKey("quarkus.channel-box.redis.timeout", "1s");

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private static void fails(Uni<?> uni) {
        assertThrows(EngineUnavailableException.class, () -> uni.await().indefinitely());
    }

    private void leavesAllTheSame(Uni<?> flush, LeaveReason reason) {
        try (ProtocolClient client = ProtocolClient.open(base, "/room")) {
            client.next();
            fails(flush);
            assertEquals(0, channelBox.local().size());
            assertEquals(reason.name().toLowerCase(), client.next().get("reason").asText());
        }
    }

    @Test
    void aFlushEmptiesThisNode() {
        leavesAllTheSame(channelBox.flushGroups(), LeaveReason.FLUSHED);
        leavesAllTheSame(channelBox.group("room").flush(), LeaveReason.FLUSHED);
    }

    /** Of a user there may be others elsewhere; there are none of a connection. */
    @Test
    void aConnectionThatIsHereNeedsNoRedis() {
        try (WsClient client = WsClient.open(base, "/room")) {
            String id = channelBox.group("room").local().channels().iterator().next().connection().id();
            Clients connection = channelBox.connection(id);
            assertEquals(1, connection.join("other").await().indefinitely());
            assertEquals(1, connection.leave("other").await().indefinitely());
            assertEquals(0, connection.leave("other").await().indefinitely());
            fails(channelBox.connection("elsewhere").leave("other"));
            fails(channelBox.group("room").disconnect("elsewhere", CloseReason.NORMAL));
            assertEquals(true, channelBox.group("room").disconnect(id, CloseReason.NORMAL).await().indefinitely());
            assertEquals(1000, client.closeCode());
        }
    }
}
