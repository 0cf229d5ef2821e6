package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.EngineUnavailableException;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.ShutdownHook;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkiverse.channelbox.testclient.LogLines;
import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.vertx.core.json.JsonObject;

/** Readiness tells that a Redis is full, and that it is not any more; and that the node ends, before it does. */
class FullRedisTest {

    private static final OwnRedis REDIS = OwnRedis.of(FullRedisTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = REDIS.in(new QuarkusUnitTest())
            .withApplicationRoot(root -> root.addClasses(Room.class, OwnRedis.class))
            .setForcedDependencies(List.of(OwnRedis.EXTENSION,
                    Dependency.of("io.quarkus", "quarkus-smallrye-health", Version.getVersion())));

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

    @TestHTTPResource("/q/health/ready")
    URI ready;

    private JsonObject check(int status, String name) {
        RawHttp.Answer answer = RawHttp.send(base, "GET", ready.getPath());
        assertEquals(status, answer.status(), answer::body);
        return new JsonObject(answer.body()).getJsonArray("checks").stream().map(JsonObject.class::cast)
                .filter(each -> each.getString("name").equals(name)).findFirst().orElseThrow();
    }

    @Test
    void readinessTellsThatItIsFull() {
        Group group = channelBox.group("room");
        try (WsClient client = WsClient.open(base, "/room");
                LogLines lines = new LogLines(OperatorLog.CATEGORY)) {
            assertEquals("UP", check(200, "channel-box engine").getString("status"));
            REDIS.command("CONFIG", "SET", "maxmemory", "1");
            for (int i = 0; i < 20; i++) {
                EngineUnavailableException failure = assertThrows(EngineUnavailableException.class,
                        () -> group.sendAndAwait("stored", SendOptions.saveHistory()));
                assertTrue(failure.getMessage().contains("Redis refuses to be written to: OOM "), failure.getMessage());
            }
            JsonObject engine = check(503, "channel-box engine");
            assertEquals("DOWN", engine.getString("status"));
            JsonObject data = engine.getJsonObject("data");
            assertTrue(data.getBoolean("degraded"), data::encode);
            assertTrue(data.getString("redis").startsWith("OOM "), data::encode);
            assertEquals(Map.of("fails", "sends that are stored or have an idempotency key", "works", "other sends, history"),
                    Map.of("fails", data.getString("fails"), "works", data.getString("works")));
            assertTrue(data.containsKey("since"), data::encode);

            assertEquals(1, group.sendAndAwait("not stored").deliveredHere());
            assertEquals("not stored", client.next());
            assertEquals(1, lines.all().size(), lines.all()::toString);
            assertTrue(lines.all().get(0).startsWith("WARN Redis refuses to be written to: OOM "), lines.all()::toString);

            REDIS.command("CONFIG", "SET", "maxmemory", "100mb");
            await().until(() -> RawHttp.send(base, "GET", ready.getPath()).status() == 200);
            assertTrue(group.sendAndAwait("stored", SendOptions.saveHistory()).stored());
            assertEquals(2, lines.all().size(), lines.all()::toString);
            theNodeEnds();
        }
    }

    /** What waits for the end of a delay is no part of this: connections are let in until then. */
    private void theNodeEnds() {
        new ShutdownHook().preShutdown(() -> {
        });
        JsonObject node = check(503, "channel-box node");
        assertEquals("announced; connections are still let in", node.getJsonObject("data").getString("shutdown"));
        try (WsClient late = WsClient.open(base, "/room")) {
            new ShutdownHook().shutdown(() -> {
            });
            assertEquals(1001, late.closeCode());
        }
        assertEquals(503, RawHttp.upgrade(base, "/room").status());
        assertEquals("connections are being closed and none is let in",
                check(503, "channel-box node").getJsonObject("data").getString("shutdown"));
    }
}
