package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.restassured.RestAssured;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/** All three ways to send work from an event loop, from a worker and from a virtual thread. */
class SendingThreadTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Senders.class));

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Path("/send")
    public static class Senders {

        @Inject
        ChannelBox channelBox;

        @GET
        @Path("/event-loop")
        @NonBlocking
        public Uni<Integer> onEventLoop() {
            return Context.isOnEventLoopThread() ? sendAll() : Uni.createFrom().failure(new AssertionError());
        }

        @GET
        @Path("/worker")
        @Blocking
        public Uni<Integer> onWorker() {
            return Context.isOnWorkerThread() ? sendAll() : Uni.createFrom().failure(new AssertionError());
        }

        Uni<Integer> sendAll() {
            channelBox.group("room").sendAndForget("forget");
            int awaited = channelBox.group("room").sendAndAwait("await").deliveredHere();
            return channelBox.group("room").send("send").map(Receipt::deliveredHere).map(delivered -> delivered + awaited);
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Senders senders;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = { "event-loop", "worker" })
    void sends(String thread) {
        assertSends(() -> RestAssured.get("/send/" + thread).then().statusCode(200).body(is("2")));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "virtual threads came with Java 21")
    void sendsFromAVirtualThread() throws ReflectiveOperationException {
        // The tests are compiled for Java 17, which does not know them.
        ExecutorService virtualThreads = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
                .invoke(null);
        assertSends(() -> {
            Uni<Integer> sent = Uni.createFrom().deferred(senders::sendAll);
            assertEquals(2, CompletableFuture.supplyAsync(() -> sent.await().indefinitely(), virtualThreads).join());
        });
        virtualThreads.shutdown();
    }

    private void assertSends(Runnable sends) {
        try (WsClient client = WsClient.open(base, "/room")) {
            sends.run();
            assertEquals(List.of("forget", "await", "send"), client.next(3));
            assertEquals(0, client.waiting());
        }
    }
}
