package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.Sending;
import io.quarkiverse.channelbox.runtime.tracing.TracedSends;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** The application traces, but not what goes to groups. */
class TracingOffTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(TracingTest.class, TracingTest.Rooms.class,
                    TracingTest.Spans.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-opentelemetry", Version.getVersion())))
            .overrideConfigKey("quarkus.otel.exporter.otlp.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.otel.bsp.schedule.delay", "10ms")
            .overrideRuntimeConfigKey("quarkus.channel-box.traces.enabled", "false");

    @Inject
    ChannelBox channelBox;

    @Inject
    Tracer tracer;

    @Inject
    TracedSends sends;

    @Inject
    InMemorySpanExporter exporter;

    @TestHTTPResource("/")
    URI base;

    @Test
    void thereAreNoSpans() {
        Span caller = tracer.spanBuilder("caller").startSpan();
        try (Scope scope = caller.makeCurrent(); ProtocolClient client = ProtocolClient.open(base, "/rooms/1")) {
            client.next();
            channelBox.group("room-1").sendAndAwait("hi");
            assertEquals("loop", client.answerTo(client.ask("event", "event", "loop", "data", "hi")).get("data").asText());
        } finally {
            caller.end();
        }
        // Those of WebSockets Next, of the application, and of what it calls.
        List<SpanData> spans = await().until(exporter::getFinishedSpanItems,
                all -> Stream.of("CLOSE /rooms/:room", "caller", "own").allMatch(
                        name -> all.stream().anyMatch(span -> span.getName().equals(name))));
        assertEquals(List.of(), spans.stream()
                .filter(span -> span.getInstrumentationScopeInfo().getName().startsWith("io.quarkiverse")).toList());
    }

    /** So that a send is not even looked at. */
    @Test
    void nothingFollows() {
        assertNull(sends.caller());
        assertSame(Sending.NONE, sends.begin(null, new Target(Target.Kind.USER, List.of("ann")), "hi", SendOptions.defaults()));
    }
}
