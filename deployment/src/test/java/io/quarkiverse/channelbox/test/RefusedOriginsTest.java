package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.vertx.core.impl.btc.BlockedThreadChecker;

/** Who runs the application learns why browsers get no connection, once. */
class RefusedOriginsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class))
            // Vert.x says of a slow machine that it is slow.
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.WARNING.intValue()
                    && !BlockedThreadChecker.LOGGER_NAME.equals(record.getLoggerName()))
            .assertLogRecords(RefusedOriginsTest::check);

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @TestHTTPResource("/")
    URI base;

    private void refuse(String... headers) {
        assertEquals(403, RawHttp.upgrade(base, "/room/1", headers).status());
        assertEquals(403, RawHttp.upgrade(base, "/room/2", headers).status());
    }

    @Test
    void eachOriginIsLoggedOnce() {
        refuse("Host: app:8080", "Origin: http://localhost:5173");
        refuse("Origin: http://b\u0085.example");
        for (int i = 0; i < 300; i++) {
            RawHttp.upgrade(base, "/room/1", "Origin: http://" + i + ".example");
        }
    }

    /** Whoever can connect can send any number of them. */
    @Test
    void whatNamesNoHostIsNotLogged() {
        for (String host : List.of("Host: a:b:c", "Host: evil@good", "Host: a b")) {
            RawHttp.Answer answer = RawHttp.upgrade(base, "/room/1", host);
            assertEquals(400, answer.status(), host);
            assertEquals("the Host header names no host", answer.header("Channel-Box-Refusal"));
        }
    }

    private static void check(List<LogRecord> records) {
        List<String> lines = records.stream().map(new PatternFormatter("%m")::format).toList();
        String first = lines.get(0);
        for (String part : List.of("http://localhost:5173", "app:8080", "quarkus.channel-box.allowed-origins")) {
            assertTrue(first.contains(part), first);
        }
        assertEquals(1, lines.stream().filter(line -> line.contains("'http://localhost:5173'")).count());
        assertEquals(1, lines.stream().filter(line -> line.contains("'http://b\\u{85}.example'")).count());
        assertFalse(lines.stream().anyMatch(line -> line.indexOf(0x85) >= 0));
        assertFalse(lines.stream().anyMatch(line -> line.contains("HTTP Request")));
        // Those beyond the hundred share lines, so that none of them is hidden by the others for an hour.
        assertTrue(lines.size() > 100 && lines.size() < 110, lines.size() + " lines");
    }
}
