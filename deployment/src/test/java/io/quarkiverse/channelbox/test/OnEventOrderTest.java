package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** The events of one connection wait for each other, unless the endpoint says otherwise; a bounded number of them waits. */
class OnEventOrderTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Slow.class, Serial.class, Concurrent.class, Gate.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-commands-per-connection", "3");

    @Singleton
    public static class Gate {
        volatile CompletableFuture<String> later = new CompletableFuture<>();
        final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    }

    public abstract static class Slow {

        @Inject
        Gate gate;

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("slow")
        Uni<String> slow() {
            gate.seen.add("slow");
            return Uni.createFrom().completionStage(gate.later);
        }

        @OnEvent("worker")
        String worker() {
            gate.seen.add("worker");
            return "worker";
        }

        @OnEvent("loop")
        Uni<String> loop() {
            gate.seen.add("loop");
            return Uni.createFrom().item("loop");
        }

        @OnEvent("broken")
        String broken() {
            throw new IllegalStateException("broken");
        }
    }

    @WebSocket(path = "/serial")
    public static class Serial extends Slow {
    }

    @WebSocket(path = "/concurrent", inboundProcessingMode = InboundProcessingMode.CONCURRENT)
    public static class Concurrent extends Slow {
    }

    @Inject
    Gate gate;

    @Inject
    Groups groups;

    @TestHTTPResource("/")
    URI base;

    private static void assertError(int code, JsonNode reply) {
        assertEquals(code, reply.at("/error/code").asInt(), reply::toString);
    }

    @Test
    void theyWaitForEachOther() throws InterruptedException {
        gate.later = new CompletableFuture<>();
        try (ProtocolClient client = ProtocolClient.open(base, "/serial");
                ProtocolClient other = ProtocolClient.open(base, "/serial")) {
            long slow = client.ask("event", "event", "slow");
            long worker = client.ask("event", "event", "worker");
            long loop = client.ask("event", "event", "loop");
            assertError(429, client.answerTo(client.ask("event", "event", "loop")));
            assertEquals("slow", gate.seen.take());
            assertEquals("loop", other.answerTo(other.ask("event", "event", "loop")).get("data").asText(), "others go on");
            assertEquals("loop", gate.seen.take());
            assertEquals(0, gate.seen.size());
            gate.later.complete("slow");
            for (long ref : List.of(slow, worker, loop)) {
                assertEquals(ref, client.next().get("ref").asLong());
            }
            assertEquals("worker", gate.seen.take());
            assertEquals("loop", gate.seen.take());
        }
    }

    @Test
    void whatFailsLetsTheNextOneGoOn() throws InterruptedException {
        gate.later = new CompletableFuture<>();
        try (ProtocolClient client = ProtocolClient.open(base, "/serial")) {
            long slow = client.ask("event", "event", "slow");
            client.command("event", "event", "broken");
            long unknown = client.ask("event", "event", "unknown");
            assertError(404, client.answerTo(unknown));
            gate.later.completeExceptionally(new IllegalStateException("late"));
            assertError(500, client.answerTo(slow));
            for (int i = 0; i < 100; i++) {
                assertError(500, client.answerTo(client.ask("event", "event", "broken")));
            }
            assertEquals("worker", client.answerTo(client.ask("event", "event", "worker")).get("data").asText());
            gate.seen.clear();
        }
    }

    @Test
    void concurrentOnesDoNotWait() throws InterruptedException {
        gate.later = new CompletableFuture<>();
        try (ProtocolClient client = ProtocolClient.open(base, "/concurrent")) {
            long slow = client.ask("event", "event", "slow");
            assertEquals("loop", client.answerTo(client.ask("event", "event", "loop")).get("data").asText());
            assertEquals("worker", client.answerTo(client.ask("event", "event", "worker")).get("data").asText());
            gate.later.complete("slow");
            assertEquals("slow", client.answerTo(slow).get("data").asText());
            gate.seen.clear();
        }
    }

    /** What was sent before the end is done, though nobody hears of it. */
    @Test
    void theConnectionMayEndBefore() throws IOException, InterruptedException {
        gate.later = new CompletableFuture<>();
        ProtocolClient client = ProtocolClient.open(base, "/serial");
        client.ask("event", "event", "slow");
        client.ask("event", "event", "worker");
        assertEquals("slow", gate.seen.take());
        client.abort();
        await().until(() -> groups.connections().isEmpty());
        gate.later.complete("slow");
        assertEquals("worker", gate.seen.take());
    }
}
