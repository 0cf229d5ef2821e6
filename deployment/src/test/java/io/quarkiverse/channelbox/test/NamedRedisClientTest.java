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
import io.quarkiverse.channelbox.testclient.RedisServer;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkiverse.channelbox.testing.SentMessages;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** The engine uses the Redis client that is named, which nothing else in the application does. */
class NamedRedisClientTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClass(Room.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-redis-client", Version.getVersion())))
            .overrideConfigKey("quarkus.redis.devservices.enabled", "false")
            .overrideConfigKey("quarkus.redis.chat.hosts", "redis://127.0.0.1:" + RedisServer.shared().port())
            .overrideRuntimeConfigKey("quarkus.channel-box.engine", "redis")
            .overrideRuntimeConfigKey("quarkus.channel-box.redis.client-name", "chat");

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    SentMessages sent;

    @TestHTTPResource("/")
    URI base;

    @Test
    void messagesGoThroughIt() {
        try (WsClient client = WsClient.open(base, "/room")) {
            Receipt receipt = channelBox.group("room").sendAndAwait("hello", SendOptions.saveHistory());
            assertEquals(1, receipt.deliveredHere());
            assertEquals("hello", client.next());
            // There is no other client that it could have gone through.
            assertTrue(receipt.stored());
            // It went out and came back, and was sent once.
            assertEquals(receipt, sent.await("room").receipt().orElseThrow());
            assertEquals(1, sent.all().size());
        }
    }
}
