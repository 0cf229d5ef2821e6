package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.URI;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/** Methods for events run on the threads, and in the contexts, of the other methods of their endpoint. */
class OnEventContextsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Counter.class, Threads.class, Request.class));

    @SessionScoped
    @WebSocket(path = "/counter")
    public static class Counter {

        private int count;

        @OnTextMessage
        String count(String text) {
            return "" + ++count;
        }

        @OnEvent("count")
        int count() {
            return ++count;
        }

        @OnEvent("count later")
        Uni<Integer> countLater() {
            return Uni.createFrom().item(() -> ++count);
        }
    }

    @RequestScoped
    public static class Request {

        static final AtomicInteger GONE = new AtomicInteger();

        private final String id = UUID.randomUUID().toString();

        String id() {
            return id;
        }

        @PreDestroy
        void gone() {
            GONE.incrementAndGet();
        }
    }

    @WebSocket(path = "/threads")
    public static class Threads {

        @Inject
        Request request;

        @Inject
        WebSocketConnection connection;

        @OnTextMessage
        void ignore(String text) {
        }

        private String here() {
            if (!request.id().equals(request.id())) {
                return "two requests";
            }
            return connection.id() + ' ' + (Context.isOnEventLoopThread() ? "loop" : "worker") + ' '
                    + BlockingOperationControl.isBlockingAllowed();
        }

        @OnEvent("value")
        String value() {
            return here();
        }

        @OnEvent("uni")
        Uni<String> uni() {
            return Uni.createFrom().item(here());
        }

        @OnEvent("stage")
        CompletionStage<String> stage() {
            return CompletableFuture.completedFuture(here());
        }

        @Blocking
        @OnEvent("blocking")
        Uni<String> blocking() {
            return Uni.createFrom().item(here());
        }

        @NonBlocking
        @OnEvent("non blocking")
        String nonBlocking() {
            return here();
        }

        @RunOnVirtualThread
        @OnEvent("virtual")
        String virtual() {
            return here();
        }

        @OnEvent("request")
        Uni<String> request() {
            String before = request.id();
            return Uni.createFrom().completionStage(CompletableFuture.supplyAsync(() -> before));
        }
    }

    @TestHTTPResource("/")
    URI base;

    private static String data(ProtocolClient client, String event) {
        return client.answerTo(client.ask("event", "event", event)).get("data").asText();
    }

    @Test
    void theSessionIsThatOfTheConnection() {
        try (ProtocolClient client = ProtocolClient.open(base, "/counter");
                ProtocolClient other = ProtocolClient.open(base, "/counter")) {
            assertEquals("1", data(client, "count"));
            client.send("text");
            assertEquals("2", client.nextText());
            assertEquals("3", data(client, "count later"));
            assertEquals("1", data(other, "count later"));
        }
    }

    @Test
    void eachEventIsARequest() {
        int gone = Request.GONE.get();
        try (ProtocolClient client = ProtocolClient.open(base, "/threads")) {
            assertNotEquals(data(client, "request"), data(client, "request"));
            await().until(() -> Request.GONE.get() == gone + 2);
            data(client, "value");
            await().until(() -> Request.GONE.get() == gone + 3);
        }
    }

    @Test
    void threadsAreThoseOfTextMessages() {
        int gone = Request.GONE.get();
        try (ProtocolClient client = ProtocolClient.open(base, "/threads")) {
            assertEquals(client.id() + " worker true", data(client, "value"));
            assertEquals(client.id() + " loop false", data(client, "uni"));
            assertEquals(client.id() + " loop false", data(client, "stage"));
            assertEquals(client.id() + " worker true", data(client, "blocking"));
            assertEquals(client.id() + " loop false", data(client, "non blocking"));
            assertEquals(client.id() + " worker true", data(client, "virtual"));
            // A request may end after its answer; another test counts those that end in it.
            await().until(() -> Request.GONE.get() == gone + 6);
        }
    }
}
