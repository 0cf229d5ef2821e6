package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkiverse.channelbox.testclient.RawHttp.Answer;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A Redis that takes commands and does not answer: upgrades do not wait for ever, and hold nothing. */
@Tag("long")
class HangingRedisTest {

    /** Longer than the time limit of an upgrade: the answers come when nobody waits for them any more. */
    private static final String HANGS_MILLIS = "15000";
    private static final OwnRedis REDIS = OwnRedis.of(HangingRedisTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = REDIS.in(new QuarkusUnitTest())
            .withApplicationRoot(root -> root.addClasses(Room.class, OwnRedis.class))
            .setForcedDependencies(List.of(OwnRedis.EXTENSION))
            .overrideRuntimeConfigKey("quarkus.channel-box.redis.timeout", "60s");

    @WebSocket(path = "/room/{room}")
    @ChannelGroup("room-{room}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Memberships memberships;

    @TestHTTPResource("/")
    URI base;

    /** To which groups a node listens. */
    private static String subscriptions() {
        return REDIS.command("PUBSUB", "CHANNELS", "*room-*");
    }

    @Test
    void upgradesAreRefusedAndHoldNothing() {
        try (WsClient client = WsClient.open(base, "/room/before")) {
            assertTrue(subscriptions().contains("room-before"), HangingRedisTest::subscriptions);
        }
        await().until(() -> memberships.size() == 0);
        REDIS.command("CLIENT", "PAUSE", HANGS_MILLIS, "ALL");
        List<CompletableFuture<Answer>> answers = IntStream.range(0, 5)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> RawHttp.upgrade(base, "/room/" + i),
                        task -> new Thread(task).start()))
                .toList();
        for (CompletableFuture<Answer> answer : answers) {
            assertEquals(503, answer.join().status());
            assertEquals("the decision took too long", answer.join().header("Channel-Box-Refusal"));
        }
        assertEquals(0, memberships.size());
        try (WsClient client = WsClient.open(base, "/room/after")) {
            assertEquals(1, memberships.size());
        }
        await().until(() -> memberships.size() == 0 && channelBox.local().groups().isEmpty());
        await().untilAsserted(() -> assertFalse(subscriptions().contains("room-"), HangingRedisTest::subscriptions));
    }
}
