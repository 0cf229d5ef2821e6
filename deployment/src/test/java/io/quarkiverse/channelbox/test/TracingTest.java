package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.Event;
import io.quarkiverse.channelbox.EventRefusedException;
import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.PayloadException;
import io.quarkiverse.channelbox.PublishRequest;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

/** What becomes of sends and commands is seen in the traces of the application, and nobody's name is. */
class TracingTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Rooms.class, RoomEvents.class, Spans.class, Later.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-opentelemetry", Version.getVersion())))
            .overrideConfigKey("quarkus.otel.exporter.otlp.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.otel.bsp.schedule.delay", "10ms")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"room-{room}\".payload-type", "text")
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.enabled", "false");

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CLIENT_SPAN = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + '-' + CLIENT_SPAN + "-01";
    /** A name that is nobody's business. */
    private static final String SECRET = "sesame";
    private static final AttributeKey<String> TEMPLATE = AttributeKey.stringKey("messaging.destination.template");

    @WebSocket(path = "/rooms/{room}", endpointId = "rooms")
    @ChannelGroup("room-{room}")
    @ChannelGroup(value = "talk-{name}", join = JoinMode.ON_REQUEST, publish = PublishMode.MEMBERS)
    public static class Rooms {

        @Inject
        ChannelBox channelBox;

        @Inject
        Tracer tracer;

        @OnPongMessage
        void ignore(Buffer data) {
        }

        @OnEvent("loop")
        Uni<String> onTheLoop(String text) {
            tracer.spanBuilder("own").startSpan().end();
            return channelBox.group("room-" + SECRET).send(text).replaceWith("loop");
        }

        @OnEvent("worker")
        String onAWorker(String text) {
            channelBox.group("room-" + SECRET).sendAndForget(text);
            return Span.current().getSpanContext().getTraceId();
        }

        @OnEvent("refused")
        void refused() {
            throw new EventRefusedException(403, "not " + SECRET);
        }

        @OnEvent("broken")
        void broken() {
            throw new IllegalStateException("broken by " + SECRET, new IllegalArgumentException(SECRET));
        }
    }

    @GroupPublisher("room-{room}")
    public interface RoomEvents {
        @Event("said")
        Uni<Receipt> said(String room, String text);
    }

    /** Decides on another thread than that of the command. */
    @Singleton
    public static class Later implements GroupAuthorizer {
        @Override
        public Uni<Boolean> mayJoin(JoinRequest request) {
            return Uni.createFrom().item(true);
        }

        @Override
        public Uni<Boolean> mayPublish(PublishRequest request) {
            return Uni.createFrom().completionStage(() -> CompletableFuture.supplyAsync(() -> true));
        }
    }

    /** The spans that have ended. */
    public static class Spans {
        @Produces
        @Singleton
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    RoomEvents publisher;

    @Inject
    Tracer tracer;

    @Inject
    InMemorySpanExporter exporter;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void forget() {
        exporter.reset();
    }

    /** The one span of a name, when it has ended. */
    private SpanData span(String name) {
        await().until(() -> exporter.getFinishedSpanItems().stream().anyMatch(span -> span.getName().equals(name)));
        List<SpanData> all = exporter.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name)).toList();
        assertEquals(1, all.size(), () -> all.toString());
        return all.get(0);
    }

    private static Object attribute(SpanData span, String name) {
        return span.getAttributes().asMap().entrySet().stream().filter(entry -> entry.getKey().getKey().equals(name))
                .map(Map.Entry::getValue).findFirst().orElse(null);
    }

    private static void assertChild(SpanData child, SpanData parent) {
        assertEquals(parent.getTraceId(), child.getTraceId());
        assertEquals(parent.getSpanId(), child.getParentSpanId());
    }

    private static void assertSecret(SpanData span) {
        assertFalse(span.toString().contains(SECRET), span::toString);
    }

    /** Within a span of the caller's, of which what it sends is the child. */
    private SpanData sent(Consumer<ChannelBox> sending, String name) {
        Span caller = tracer.spanBuilder("caller").startSpan();
        try (Scope scope = caller.makeCurrent()) {
            sending.accept(channelBox);
        } finally {
            caller.end();
        }
        SpanData span = span(name);
        assertChild(span, span("caller"));
        assertEquals(SpanKind.PRODUCER, span.getKind());
        assertSecret(span);
        exporter.reset();
        return span;
    }

    @Test
    void eachWayToSend() {
        String name = "send room-{room}";
        sent(box -> box.group("room-" + SECRET).send("hi").await().indefinitely(), name);
        sent(box -> box.group("room-" + SECRET).sendAndAwait("hi"), name);
        sent(box -> box.group("room-" + SECRET).sendAndForget("hi"), name);
        sent(box -> publisher.said(SECRET, "hi").await().indefinitely(), name);
        sent(box -> box.group("else-" + SECRET).sendAndAwait("hi"), "send *");
        sent(box -> box.groups("room-" + SECRET, "room-2").sendAndAwait("hi"), "send groups");
        sent(box -> box.user(SECRET).sendAndAwait("hi"), "send user");
    }

    /** A subscription later, and on another thread, belongs to whoever asked for the send. */
    @Test
    void subscribedToLater() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Span caller = tracer.spanBuilder("caller").startSpan();
            Uni<Receipt> later;
            try (Scope scope = caller.makeCurrent()) {
                later = publisher.said(SECRET, "hi");
            }
            caller.end();
            other.submit(() -> later.await().indefinitely()).get();
        } finally {
            other.shutdown();
        }
        assertChild(span("send room-{room}"), span("caller"));
    }

    @Test
    void nobodyTracesTheCaller() {
        channelBox.group("room-1").sendAndAwait("hi");
        assertEquals(SpanId.getInvalid(), span("send room-{room}").getParentSpanId());
    }

    @Test
    void whatIsTold() {
        try (ProtocolClient client = ProtocolClient.open(base, "/rooms/" + SECRET)) {
            client.next();
            SpanData span = sent(box -> box.group("room-" + SECRET).sendAndAwait("h\u00e9", SendOptions.saveHistory()),
                    "send room-{room}");
            assertEquals("channelbox", attribute(span, "messaging.system"));
            assertEquals("send", attribute(span, "messaging.operation.name"));
            assertEquals("send", attribute(span, "messaging.operation.type"));
            assertEquals("room-{room}", span.getAttributes().get(TEMPLATE));
            assertEquals(3L, attribute(span, "messaging.message.body.size"));
            assertEquals(client.next().get("id").asText(), attribute(span, "messaging.message.id"));
            assertEquals(1L, attribute(span, "channelbox.deliveries"));
            assertEquals(true, attribute(span, "channelbox.stored"));
            assertEquals(StatusCode.UNSET, span.getStatus().getStatusCode());
        }
    }

    @Test
    void aFailure() {
        SpanData span = sent(box -> assertThrows(PayloadException.class,
                () -> box.group("room-" + SECRET).sendAndAwait(new byte[] { 1 })), "send room-{room}");
        assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
        assertEquals(PayloadException.class.getName(), attribute(span, "error.type"));
        assertTrue(span.getEvents().get(0).getAttributes().get(AttributeKey.stringKey("exception.stacktrace"))
                .contains("\tat " + getClass().getName()));
        SpanData toUser = sent(box -> assertThrows(IllegalArgumentException.class,
                () -> box.user(SECRET).sendAndAwait("hi", SendOptions.saveHistory())), "send user");
        assertEquals(StatusCode.ERROR, toUser.getStatus().getStatusCode());
    }

    /** Its answer, or the error that it got. */
    private String answer(String event, Object... members) {
        try (ProtocolClient client = ProtocolClient.open(base, "/rooms/" + SECRET)) {
            Object[] all = new Object[members.length + 4];
            System.arraycopy(members, 0, all, 4, members.length);
            all[0] = "event";
            all[1] = event;
            all[2] = "data";
            all[3] = "hi";
            var answer = client.answerTo(client.ask("event", all));
            return answer.path("data").asText(answer.path("error").path("code").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "loop", "worker" })
    void anEventOfATracedClient(String event) {
        String answer = answer(event, "traceparent", TRACEPARENT, "tracestate", "a=b");
        SpanData command = span("process " + event);
        assertEquals(event.equals("worker") ? TRACE : "loop", answer);
        assertEquals(TRACE, command.getTraceId());
        assertEquals(CLIENT_SPAN, command.getParentSpanId());
        assertEquals("b", command.getSpanContext().getTraceState().get("a"));
        assertTrue(command.getLinks().isEmpty());
        assertEquals(SpanKind.SERVER, command.getKind());
        assertEquals("rooms", attribute(command, "channelbox.endpoint"));
        assertEquals(event, attribute(command, "channelbox.event"));
        assertEquals("process", attribute(command, "messaging.operation.type"));
        assertChild(span("send room-{room}"), command);
        if (event.equals("loop")) {
            assertChild(span("own"), command);
        }
    }

    /** What is not a traceparent is none, and harms nothing. */
    @ParameterizedTest
    @ValueSource(strings = { "", "x", "00-" + TRACE + "-0000000000000000-01", "ff-" + TRACE + '-' + CLIENT_SPAN + "-01" })
    void anEventOfAnUntracedClient(String traceparent) {
        assertEquals("loop", traceparent.isEmpty() ? answer("loop") : answer("loop", "traceparent", traceparent));
        SpanData command = span("process loop");
        assertEquals(SpanId.getInvalid(), command.getParentSpanId());
        assertEquals(1, command.getLinks().size());
        SpanContext upgrade = command.getLinks().get(0).getSpanContext();
        assertNotEquals(upgrade.getTraceId(), command.getTraceId());
        await().until(() -> exporter.getFinishedSpanItems().stream().anyMatch(
                span -> span.getSpanId().equals(upgrade.getSpanId()) && span.getName().startsWith("GET /rooms/")));
        span("send room-{room}");
    }

    @Test
    void whatIsRefused() {
        assertEquals("403", answer("refused"));
        SpanData refused = span("process refused");
        assertEquals(403L, attribute(refused, "channelbox.status"));
        assertEquals(StatusCode.UNSET, refused.getStatus().getStatusCode());
        assertEquals("404", answer(SECRET));
        SpanData unknown = span("process unknown");
        assertEquals(404L, attribute(unknown, "channelbox.status"));
        assertEquals("500", answer("broken"));
        SpanData broken = span("process broken");
        assertEquals(500L, attribute(broken, "channelbox.status"));
        assertEquals(StatusCode.ERROR, broken.getStatus().getStatusCode());
        assertEquals(IllegalStateException.class.getName(), attribute(broken, "error.type"));
        List.of(refused, unknown, broken).forEach(TracingTest::assertSecret);
    }

    @Test
    void otherCommands() {
        try (ProtocolClient client = ProtocolClient.open(base, "/rooms/1")) {
            client.answerTo(client.ask("join", "group", "talk-" + SECRET, "traceparent", TRACEPARENT));
            client.answerTo(client.ask("publish", "group", "talk-" + SECRET, "data", IntNode.valueOf(1),
                    "traceparent", TRACEPARENT));
            SpanData publish = span("publish");
            assertEquals(CLIENT_SPAN, publish.getParentSpanId());
            assertChild(span("send talk-{name}"), publish);
            client.answerTo(client.ask("leave", "group", "talk-" + SECRET, "traceparent", TRACEPARENT));
            assertEquals(CLIENT_SPAN, span("join").getParentSpanId());
            SpanData leave = span("leave");
            assertEquals(CLIENT_SPAN, leave.getParentSpanId());
            List.of(publish, leave).forEach(TracingTest::assertSecret);
        }
    }

    /** Nobody waits for it. */
    @Test
    void anEventWithoutReply() {
        try (ProtocolClient client = ProtocolClient.open(base, "/rooms/1")) {
            client.command("event", "event", "worker", "data", TextNode.valueOf("hi"));
            assertEquals(SpanKind.CONSUMER, span("process worker").getKind());
            span("send room-{room}");
        }
    }
}
