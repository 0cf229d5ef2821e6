package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkiverse.channelbox.testclient.RawHttp.Answer;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** A script that may not see why its upgrade was refused can ask. */
class UpgradeProbeTest {

    private static final String PROBE = "Channel-Box-Probe: 1";
    private static final String REFUSAL = "Channel-Box-Refusal";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Plain.class, NotSecret.class, Resource.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-channels-per-group", "1");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/plain")
    public static class Plain {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Singleton
    public static class NotSecret implements GroupAuthorizer {
        @Override
        public Uni<Boolean> mayJoin(JoinRequest request) {
            return Uni.createFrom().item(!request.group().equals("room-secret"));
        }
    }

    /** At the path of the WebSocket, and beside it. */
    @Path("/")
    public static class Resource {

        static final AtomicInteger CALLS = new AtomicInteger();

        @POST
        @Path("/room/{id}")
        public String atThePath() {
            return "call " + CALLS.incrementAndGet();
        }

        @POST
        @Path("/other")
        public String beside() {
            return "beside";
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private Answer probe(String path, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = PROBE;
        Answer get = RawHttp.send(base, "GET", path, all);
        Answer post = RawHttp.send(base, "POST", path, all);
        assertEquals(get.status(), post.status());
        assertEquals(get.header(REFUSAL), post.header(REFUSAL));
        return post;
    }

    @ParameterizedTest
    @CsvSource({ "/room/a..b, 400", "/room/secret, 403", "/room/1?resume=x, 400" })
    void theRefusal(String path, int status) {
        Answer refused = RawHttp.upgrade(base, path);
        Answer answer = probe(path);
        assertEquals(status, refused.status());
        assertEquals(status, answer.status());
        assertFalse(answer.header(REFUSAL).isEmpty());
        assertEquals(refused.header(REFUSAL), answer.header(REFUSAL));
    }

    /** It takes no place, and there is no group because of it. */
    @Test
    void aFullGroup() {
        for (int i = 0; i < 3; i++) {
            assertEquals(426, probe("/room/1").status());
            assertEquals("websocket", probe("/room/1").header("Upgrade"));
        }
        assertTrue(channelBox.local().groups().isEmpty());
        try (WsClient client = WsClient.open(base, "/room/1")) {
            assertEquals(503, probe("/room/1").status());
            assertEquals("the group or the node is full", probe("/room/1").header(REFUSAL));
        }
        await().until(() -> channelBox.local().groups().isEmpty());
        assertEquals(426, probe("/room/1").status());
    }

    /** A page of the same origin says so with a POST, whatever a proxy has made of the host. */
    @Test
    void theOrigin() {
        String host = "Host: app:8080";
        assertEquals(426, probe("/room/1", host, "Origin: http://app:8080").status());
        Answer answer = probe("/room/1", host, "Origin: http://localhost:5173");
        assertEquals(403, answer.status());
        assertEquals(RawHttp.upgrade(base, "/room/1", host, "Origin: http://localhost:5173").header(REFUSAL),
                answer.header(REFUSAL));
        assertTrue(answer.header(REFUSAL).contains("quarkus.channel-box.allowed-origins"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://evil.example", "null", "http://localhost:1", "garbage", "" })
    void otherOriginsSeeNothing(String origin) {
        for (String path : List.of("/room/1", "/room/a..b", "/plain")) {
            Answer answer = probe(path, "Origin: " + origin);
            assertNull(answer.header("Access-Control-Allow-Origin"));
            assertNull(answer.header("Access-Control-Expose-Headers"));
            Answer preflight = RawHttp.send(base, "OPTIONS", path, "Origin: " + origin,
                    "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: channel-box-probe");
            assertEquals(List.of(), preflight.headers().stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("access-control")).toList());
        }
    }

    /** The page's own script may ask for the endpoint's own resources as before. */
    @Test
    void doesNotReachTheApplication() {
        int before = Resource.CALLS.get();
        assertEquals(426, probe("/room/1").status());
        assertEquals(before, Resource.CALLS.get());
        assertEquals("call " + (before + 1), RawHttp.send(base, "POST", "/room/1").body());
    }

    @Test
    void whatIsNoneOfItsBusiness() {
        assertEquals(426, probe("/plain").status());
        assertEquals(404, RawHttp.send(base, "GET", "/unknown", PROBE).status());
        assertEquals(405, RawHttp.send(base, "GET", "/room/a..b").status());
        assertEquals("beside", RawHttp.send(base, "POST", "/other", PROBE).body());
        assertNull(RawHttp.send(base, "OPTIONS", "/other", "Origin: " + base.resolve("/").toString().replaceAll("/$", ""),
                "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: channel-box-probe")
                .header("Access-Control-Allow-Origin"));
        assertEquals(405, RawHttp.send(base, "PUT", "/room/1", PROBE).status());
    }

    /** What a page's WebSocket would offer; a browser refuses the malformed by itself. */
    @Test
    void theProtocols() {
        assertEquals(426, probe("/room/1", "Channel-Box-Protocols: channelbox.v1, quarkus-http-upgrade%23A%23b").status());
        for (String protocols : List.of("a b", "a,,b", ",", "", "a;b", "a\tb, c", "é", "x".repeat(17_000))) {
            Answer answer = probe("/room/1", "Channel-Box-Protocols: " + protocols);
            assertEquals(400, answer.status(), protocols);
            assertEquals("Channel-Box-Protocols is no list of protocols", answer.header(REFUSAL));
        }
        assertEquals(400, probe("/room/1?resume=x", "Channel-Box-Protocols: channelbox.v1").status());
        assertEquals(400, probe("/plain?resume=x", "Channel-Box-Protocols: x, channelbox.v1").status());
        assertEquals(426, probe("/plain?resume=x", "Channel-Box-Protocols: x").status());
    }

    /** The connection can be used again, also after a body that nobody has asked for. */
    @Test
    void overOneConnection() {
        try (RawHttp http = new RawHttp(base)) {
            for (int i = 0; i < 3; i++) {
                assertEquals(426, http.request("POST", "/room/1", "x".repeat(100_000 * i), PROBE).status());
                assertEquals(400, http.request("POST", "/room/a..b", "", PROBE).status());
                assertEquals(404, http.request("GET", "/unknown", "").status());
            }
        }
    }
}
