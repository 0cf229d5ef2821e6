package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkiverse.channelbox.testclient.RawHttp.Answer;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.security.Authenticated;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A page of another origin, or of another port of the machine of a developer, asks why its WebSocket did not open. */
abstract class ProbeCors {

    static final String PAGE = "http://localhost:3000";
    private static final String[] PREFLIGHT = { "Origin: " + PAGE, "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: channel-box-probe,channel-box-protocols" };

    static QuarkusUnitTest app() {
        return new QuarkusUnitTest()
                .withApplicationRoot(root -> root.addClasses(ProbeCors.class, Room.class, Inbox.class, Resource.class,
                        TestTokens.class, TestTokens.Identity.class))
                .setForcedDependencies(
                        List.of(Dependency.of("io.quarkus", "quarkus-security-deployment", Version.getVersion())))
                .overrideRuntimeConfigKey("quarkus.channel-box.allowed-origins", PAGE + ",https://Chat.example:443");
    }

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Authenticated
    @WebSocket(path = "/inbox")
    @ChannelGroup("inbox-{user}")
    public static class Inbox {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Path("/resource")
    public static class Resource {
        @GET
        public String get() {
            return "secret";
        }
    }

    @TestHTTPResource("/")
    URI base;

    private static String[] with(String[] headers, String... more) {
        return Stream.concat(Stream.of(headers), Stream.of(more)).toArray(String[]::new);
    }

    Answer probe(String path, String origin, String... headers) {
        return RawHttp.send(base, "POST", path, with(headers, "Channel-Box-Probe: 1", "Origin: " + origin));
    }

    private static Set<String> cors(Answer answer) {
        Set<String> names = new TreeSet<>();
        answer.headers().stream().map(line -> line.split(":")[0].toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith("access-control")).forEach(names::add);
        return names;
    }

    @Test
    void thePreflight() {
        for (String path : List.of("/room/1", "/inbox?token=x")) {
            Answer answer = RawHttp.send(base, "OPTIONS", path, PREFLIGHT);
            assertEquals(204, answer.status());
            assertEquals(PAGE, answer.header("Access-Control-Allow-Origin"));
            assertEquals("true", answer.header("Access-Control-Allow-Credentials"));
            assertEquals("Channel-Box-Probe, Channel-Box-Protocols", answer.header("Access-Control-Allow-Headers"));
            assertEquals("GET, POST", answer.header("Access-Control-Allow-Methods"));
            assertEquals("origin", answer.header("Vary").toLowerCase(Locale.ROOT));
        }
    }

    /** Nothing of what is asked is repeated. */
    @Test
    void thePreflightAllowsNoMore() {
        Answer answer = RawHttp.send(base, "OPTIONS", "/room/1", "Origin: " + PAGE, "Access-Control-Request-Method: DELETE",
                "Access-Control-Request-Headers: x-evil, Channel-Box-Probe");
        assertEquals("Channel-Box-Probe, Channel-Box-Protocols", answer.header("Access-Control-Allow-Headers"));
        assertEquals("GET, POST", answer.header("Access-Control-Allow-Methods"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://localhost:3001", "https://localhost:3000", "http://evil.example", "null", "garbage" })
    void otherOrigins(String origin) {
        Answer preflight = RawHttp.send(base, "OPTIONS", "/room/1", "Origin: " + origin, PREFLIGHT[1], PREFLIGHT[2]);
        assertEquals(Set.of(), cors(preflight));
        Answer answer = probe("/room/1", origin);
        assertEquals(403, answer.status());
        assertNull(answer.header("Access-Control-Allow-Origin"));
    }

    @Test
    void theAnswer() {
        Answer answer = probe("/room/a..b", PAGE);
        assertEquals(400, answer.status());
        assertEquals(PAGE, answer.header("Access-Control-Allow-Origin"));
        assertEquals("true", answer.header("Access-Control-Allow-Credentials"));
        assertEquals("Channel-Box-Refusal", answer.header("Access-Control-Expose-Headers"));
        assertEquals(1, answer.all("Vary").stream().filter(value -> value.equalsIgnoreCase("Origin")).count());
        assertEquals(426, probe("/room/1", PAGE).status());
        assertEquals(PAGE, probe("/room/1", PAGE).header("Access-Control-Allow-Origin"));
    }

    /** Cookies do not know of ports. */
    @Test
    void credentials() {
        Answer nobody = probe("/inbox", PAGE);
        assertEquals(401, nobody.status());
        assertEquals(PAGE, nobody.header("Access-Control-Allow-Origin"));
        Answer expired = probe("/room/1", PAGE, "Cookie: token=" + TestTokens.of("ann", Duration.ofMinutes(-5)));
        assertEquals(401, expired.status());
        assertEquals(PAGE, expired.header("Access-Control-Allow-Origin"), "also where authentication comes before the check");
        assertEquals(426, probe("/inbox", PAGE, "Cookie: token=" + TestTokens.of("ann", Duration.ofMinutes(5))).status());
    }
}
