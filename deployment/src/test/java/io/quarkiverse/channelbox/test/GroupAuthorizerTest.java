package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Authorizers decide on the upgrade, at once or later and on whatever thread. */
class GroupAuthorizerTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Other.class, Decider.class));

    @WebSocket(path = "/room/{room}")
    @ChannelGroup("room-{room}")
    @ChannelGroup("all")
    public static class Room {
        @OnTextMessage
        String echo(String text) {
            return text;
        }
    }

    @WebSocket(path = "/other", endpointId = "another")
    public static class Other {
        @OnTextMessage
        String echo(String text) {
            return text;
        }
    }

    @Singleton
    public static class Decider implements GroupAuthorizer {

        final CopyOnWriteArrayList<String> asked = new CopyOnWriteArrayList<>();
        final CompletableFuture<Boolean> later = new CompletableFuture<>();

        @Override
        public Uni<Boolean> mayJoin(JoinRequest request) {
            asked.add(request.template() + " " + request.group() + " " + request.queryParam("key").orElse("-"));
            return switch (request.group()) {
                case "room-closed" -> Uni.createFrom().item(false);
                case "room-null" -> Uni.createFrom().nullItem();
                case "room-returns-null" -> null;
                case "room-throws" -> throw new IllegalStateException("broken");
                case "room-fails" -> Uni.createFrom().failure(new IllegalStateException("broken"));
                case "room-unauthorized" -> Uni.createFrom().failure(new UnauthorizedException());
                case "room-forbidden" -> Uni.createFrom().failure(new ForbiddenException());
                case "room-later" -> Uni.createFrom().completionStage(later);
                default -> Uni.createFrom().item(true);
            };
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Decider decider;

    @TestHTTPResource("/")
    URI base;

    private int status(String path) {
        return WsClient.upgradeStatus(base, path, Map.of());
    }

    @Test
    void isAskedForEveryGroup() {
        decider.asked.clear();
        try (WsClient client = WsClient.open(base, "/room/open?key=a%20b")) {
            client.send("in");
            assertEquals("in", client.next());
            assertEquals(java.util.List.of("room-{room} room-open a b", "all all a b"), decider.asked);
            assertEquals(1, channelBox.group("room-open").local().size());
            assertEquals(1, channelBox.group("all").local().size());
        }
        assertEquals(101, status("/other"));
        assertEquals(2, decider.asked.size());
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @Test
    void refusesWithItsStatus() {
        assertEquals(403, status("/room/closed"));
        assertEquals(401, status("/room/unauthorized"));
        assertEquals(403, status("/room/forbidden"));
        assertEquals(500, status("/room/fails"));
        assertEquals(500, status("/room/throws"));
        assertEquals(500, status("/room/null"));
        assertEquals(500, status("/room/returns-null"));
        assertEquals(0, channelBox.local().groups().size());
    }

    /** As one would that asks a database: the decision comes from another thread, after the request was read. */
    @Test
    void mayDecideLaterOnAnotherThread() {
        CompletableFuture<WsClient> opening = CompletableFuture.supplyAsync(() -> WsClient.open(base, "/room/later"));
        await().until(() -> decider.asked.stream().anyMatch(asked -> asked.contains("room-later")));
        decider.later.completeAsync(() -> true);
        try (WsClient client = opening.join()) {
            assertEquals(1, channelBox.group("room-later").sendAndAwait("in").deliveredHere());
            assertEquals("in", client.next());
            client.send("echo");
            assertEquals("echo", client.next());
        }
        await().until(() -> channelBox.local().groups().isEmpty());
    }
}
