package io.quarkiverse.channelbox.test.dev;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.RawWebSocket;
import io.quarkiverse.channelbox.testclient.Scratch;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusDevModeTest;

/** What changes in dev mode takes effect, and nothing stays of what was before. */
@Tag("long")
class LiveReloadTest {

    private static final int RELOADS = 20;
    /** Until the first ones are over the process still comes to have what it keeps. */
    private static final int SETTLED = 2;
    /** Of the extension's own objects: some are made by what has not happened yet when they are counted first, on each lane. */
    private static final int LESS_THAN_EACH_RELOAD = (RELOADS - SETTLED) / 2;
    private static final int PORT = Scratch.freePort();
    private static final URI BASE = URI.create("http://localhost:" + PORT);

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot(root -> root.addClasses(HallEndpoint.class, HallEndpoint.News.class)
                    .addAsResource(new StringAsset("""
                            quarkus.http.port=%d
                            quarkus.channel-box.max-buffered=100M
                            """.formatted(PORT)), "application.properties"))
            .setLogRecordPredicate(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue());

    /** Those who are connected while the application is changed. */
    private record Visitors(WsClient plain, ProtocolClient v1, DevUiClient devUi) implements AutoCloseable {

        /** The application is started anew at the first of them, if its sources have changed. */
        static Visitors open() {
            Visitors all = new Visitors(WsClient.open(BASE, "/hall/a"), ProtocolClient.open(BASE, "/hall/a"),
                    new DevUiClient(BASE));
            all.devUi.listen("counts", Map.of());
            all.devUi.listen("groups", Map.of("filter", "", "sort", "rate", "page", 0, "size", 25));
            all.devUi.listen("group", Map.of("name", "hall-a", "filter", "", "page", 0, "size", 25));
            return all;
        }

        @Override
        public void close() {
            plain.close();
            v1.close();
            devUi.close();
        }
    }

    @Test
    void whatChangesTakesEffectAndNothingStaysOfWhatWasBefore() throws IOException {
        Map<String, Long> before = Map.of();
        Visitors visitors = Visitors.open();
        Socket stalled = null;
        for (int i = 1; i <= RELOADS; i++) {
            change(i);
            try (Visitors old = visitors) {
                visitors = Visitors.open();
                assertEquals(1001, old.plain.closeCode());
            }
            assertChanged(visitors, i);
            if (i == SETTLED) {
                before = counts();
            } else if (i == RELOADS / 2) {
                stalled = stall();
            }
        }
        try (Visitors last = visitors) {
            assertNothingStays(before);
        }
        // Nobody called what had ended.
        assertEquals(List.of(), APP.getLogRecords().stream().map(LogRecord::getMessage).toList());
        stalled.close();
    }

    /** Somebody for whom so much waits that a close frame does not come through. */
    private static Socket stall() throws IOException {
        try (WsClient other = WsClient.open(BASE, "/hall/b")) {
            Socket stalled = RawWebSocket.openNarrow(BASE, "/hall/b");
            other.send("much");
            other.next();
            return stalled;
        }
    }

    private static void change(int reload) {
        Sources.modify(APP, HallEndpoint.class, source -> source.replace("answer-" + (reload - 1), "answer-" + reload)
                .replace("event-" + (reload - 1), "event-" + reload).replace(template(reload - 1), template(reload)));
    }

    private static String template(int reload) {
        return reload % 2 == 0 ? "\"hall-{name}\"" : "\"room-{name}\"";
    }

    private static void assertChanged(Visitors visitors, int reload) {
        String answer = "answer-" + reload + " to hello";
        visitors.plain.send("hello");
        assertEquals(answer, visitors.plain.next());
        JsonNode message = visitors.v1.next();
        while (!message.get("type").asText().equals("message")) {
            message = visitors.v1.next();
        }
        assertEquals(answer, message.get("data").asText(), message::toString);
        assertEquals("event-" + reload, message.get("event").asText(), message::toString);
        assertEquals(reload % 2 == 0 ? "hall-a" : "room-a", message.get("group").asText(), message::toString);
    }

    /** Of each class, once the same clients are connected to what is the same application. */
    private static void assertNothingStays(Map<String, Long> before) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Map<String, String> more = new TreeMap<>();
            counts().forEach((name, count) -> {
                long were = before.getOrDefault(name, 0L);
                if (count > were + (name.startsWith("io.quarkiverse.channelbox.") ? LESS_THAN_EACH_RELOAD : 0)) {
                    more.put(name, were + " -> " + count);
                }
            });
            assertEquals(Map.of(), more);
        });
    }

    /** The objects of the extension and of the application, the class loaders, and the threads. */
    private static Map<String, Long> counts() {
        Map<String, Long> counts = Instances.count(LiveReloadTest::isCounted);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("vert.x-eventloop")) {
                counts.merge("thread " + thread.getName(), 1L, Long::sum);
            }
        }
        return counts;
    }

    /** Of the build Quarkus itself keeps the conditions of all steps, and what they were made with. */
    private static boolean isCounted(String className) {
        return className.startsWith("io.netty.channel.socket.nio.NioSocketChannel")
                || className.endsWith(".QuarkusClassLoader")
                || className.startsWith("io.quarkiverse.channelbox.") && !className.contains("$$Lambda")
                        && !className.startsWith("io.quarkiverse.channelbox.deployment.")
                        && !className.startsWith("io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig");
    }
}
