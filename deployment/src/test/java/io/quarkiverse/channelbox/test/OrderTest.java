package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** All members see the messages of a group in one order, the order of the ids, whichever threads they are sent from. */
class OrderTest {

    private static final int MEMBERS = 8;
    private static final int PUBLISHERS = 4;
    private static final int MESSAGES = 500;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.history.size", "10000");

    @WebSocket(path = "/room/{room}")
    @ChannelGroup("room-{room}")
    public static class Room {

        @Inject
        ChannelBox channelBox;

        /** Sends from the event loop of the connection itself, the thread that could overtake the others. */
        @OnTextMessage
        Uni<Void> onMessage(String text, WebSocketConnection connection) {
            return channelBox.group("room-" + connection.pathParam("room")).send(text, SendOptions.saveHistory())
                    .replaceWithVoid();
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Vertx vertx;

    @TestHTTPResource("/")
    URI base;

    @Test
    void everyMemberSeesTheOrderOfTheIds() {
        List<WsClient> members = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(WsClient.open(base, "/room/order"));
        }
        Group group = channelBox.group("room-order");
        ExecutorService workers = Executors.newFixedThreadPool(PUBLISHERS);
        List<CompletableFuture<?>> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            String publisher = "worker" + p;
            publishers.add(CompletableFuture.runAsync(() -> {
                for (int m = 0; m < MESSAGES; m++) {
                    group.sendAndAwait(publisher + ":" + m, SendOptions.saveHistory());
                }
            }, workers));
        }
        for (int m = 0; m < MESSAGES; m++) {
            int number = m;
            members.get(0).send("socket:" + number);
            vertx.nettyEventLoopGroup().next().execute(
                    () -> group.sendAndForget("loop:" + number, SendOptions.saveHistory()));
        }
        CompletableFuture.allOf(publishers.toArray(CompletableFuture[]::new)).join();
        workers.shutdown();

        int total = (PUBLISHERS + 2) * MESSAGES;
        List<String> first = members.get(0).next(total);
        for (WsClient member : members.subList(1, MEMBERS)) {
            assertEquals(first, member.next(total));
        }
        List<ChannelMessage> stored = group.history(HistoryQuery.all()).await().indefinitely();
        assertEquals(stored.stream().map(ChannelMessage::text).toList(), first);
        for (int i = 0; i < stored.size(); i++) {
            assertEquals(i + 1, Long.parseLong(stored.get(i).id().split(":")[1]));
        }
        for (int p = 0; p < PUBLISHERS; p++) {
            assertIsInOrder(first, "worker" + p);
        }
        assertIsInOrder(first, "socket");
        members.forEach(WsClient::close);
    }

    private static void assertIsInOrder(List<String> seen, String publisher) {
        List<String> own = seen.stream().filter(m -> m.startsWith(publisher + ":")).toList();
        assertEquals(MESSAGES, own.size());
        for (int m = 0; m < MESSAGES; m++) {
            assertEquals(publisher + ":" + m, own.get(m));
        }
    }
}
