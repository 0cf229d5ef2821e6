package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.logging.LogRecord;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.EventRefusedException;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** What a method throws is the reply; neither the connection ends, nor does the log fill. */
class OnEventFailuresTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Broken.class, Node.class))
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.quarkiverse.channelbox"))
            .assertLogRecords(records -> {
                assertTrue(records.size() < 100, () -> records.size() + " lines");
                assertTrue(records.stream().map(LogRecord::getMessage).noneMatch(text -> text.contains("\u001b")));
                assertTrue(records.stream().map(LogRecord::getMessage)
                        .anyMatch(text -> text.contains("A command of a client was refused with")));
                // Of those of a second, the first: which that is depends on the order of the tests, and how quick they are.
                assertTrue(records.stream().anyMatch(record -> record.getThrown() instanceof IllegalStateException
                        || record.getThrown() instanceof IllegalArgumentException));
            });

    /** Cannot be written. */
    public static class Node {
        public Node getNode() {
            return this;
        }
    }

    @WebSocket(path = "/broken")
    public static class Broken {

        static volatile boolean told;

        @OnTextMessage
        void ignore(String text) {
        }

        @OnError
        void failed(Throwable failure) {
            told = true;
        }

        @OnEvent("thrown")
        String thrown() {
            throw new IllegalStateException("secret");
        }

        @OnEvent("checked")
        String checked() throws Exception {
            throw new Exception("secret");
        }

        @OnEvent("error")
        String error() {
            throw new AssertionError("secret");
        }

        @OnEvent("failed")
        Uni<String> failed() {
            return Uni.createFrom().failure(new IllegalStateException("secret"));
        }

        @OnEvent("null")
        Uni<String> none() {
            return null;
        }

        @OnEvent("forbidden")
        Uni<String> forbidden() {
            return Uni.createFrom().failure(new ForbiddenException("secret"));
        }

        @OnEvent("unauthorized")
        void unauthorized() {
            throw new UnauthorizedException("secret");
        }

        @OnEvent("refused")
        Uni<String> refused(int code) {
            return Uni.createFrom().failure(new EventRefusedException(code, "sold out"));
        }

        @Inject
        ChannelBox channelBox;

        /** What it sends is its own, whatever the client sent. */
        @OnEvent("unsendable")
        void unsendable() {
            channelBox.group("g").sendAndAwait(new Node());
        }

        /** What it is named after may be the client's. */
        @OnEvent("unnameable")
        Uni<Void> unnameable(String name) {
            return channelBox.group(name).send("hi").replaceWithVoid();
        }

        @OnEvent("node")
        Node node() {
            return new Node();
        }
    }

    @TestHTTPResource("/")
    URI base;

    private static void assertError(int code, ProtocolClient client, String event) {
        assertError(code, client.answerTo(client.ask("event", "event", event)));
    }

    private static void assertError(int code, JsonNode reply) {
        assertEquals(code, reply.at("/error/code").asInt(), reply::toString);
        assertFalse(reply.toString().contains("secret"), reply::toString);
    }

    @Test
    void isTheReply() {
        try (ProtocolClient client = ProtocolClient.open(base, "/broken")) {
            for (String event : new String[] { "thrown", "checked", "error", "failed", "node", "unsendable" }) {
                assertError(500, client, event);
            }
            assertError(400, client.answerTo(client.ask("event", "event", "unnameable", "data", "a b")));
            assertError(403, client, "forbidden");
            assertError(401, client, "unauthorized");
            assertFalse(client.answerTo(client.ask("event", "event", "null")).has("data"));
        }
        assertFalse(Broken.told, "@OnError is for the endpoint's own messages");
    }

    @Test
    void theApplicationMayChooseCodeAndReason() {
        try (ProtocolClient client = ProtocolClient.open(base, "/broken")) {
            JsonNode reply = client.answerTo(client.ask("event", "event", "refused", "data", 409));
            assertEquals(409, reply.at("/error/code").asInt(), reply::toString);
            assertEquals("sold out", reply.at("/error/reason").asText());
            assertError(500, client.answerTo(client.ask("event", "event", "refused", "data", 200)));
        }
    }

    @Test
    void aThousandOfThem() {
        try (ProtocolClient client = ProtocolClient.open(base, "/broken")) {
            for (int i = 0; i < 1000; i++) {
                client.command("event", "event", i % 2 == 0 ? "thrown" : "un\u001bknown");
                if (i % 10 == 0) {
                    // Those before have been handled by then, so that there are never too many.
                    assertError(500, client, "thrown");
                }
            }
            assertError(404, client, "unknown");
        }
    }
}
