package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.security.Authenticated;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.vertx.core.json.JsonObject;

/** A token expires while its connection is open, and the client comes back with a fresh one. */
abstract class TokenExpiry {

    private static final Duration LONG = Duration.ofMinutes(10);
    /** Tokens say when they expire in whole seconds. */
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final String PROTOCOL = "channelbox.v1";

    static QuarkusUnitTest app(Class<?>... more) {
        return new QuarkusUnitTest()
                .withApplicationRoot(
                        root -> root.addClasses(more).addClasses(TokenExpiry.class, TokenWay.class, Room.class, Inbox.class,
                                Plain.class,
                                Leaves.class))
                .overrideConfigKey("quarkus.websockets-next.server.propagate-subprotocol-headers", "true");
    }

    /** Nothing here asks for an identity. */
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

    /** Neither a group nor a security annotation. */
    @WebSocket(path = "/plain")
    public static class Plain {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    public static class Leaves {
        static final Queue<LeaveReason> REASONS = new ConcurrentLinkedQueue<>();
        /** A group is empty a moment before it is told that its last member has left. */
        static final AtomicInteger MEMBERS = new AtomicInteger();

        void joined(@Observes ChannelJoined joined) {
            MEMBERS.incrementAndGet();
        }

        void left(@Observes ChannelLeft left) {
            REASONS.add(left.reason());
            MEMBERS.decrementAndGet();
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    /** So that no token expires while the first upgrade is still loading classes. */
    @BeforeEach
    void warmUp() {
        for (String path : List.of("/room/1", "/inbox", "/plain")) {
            open(TokenWay.COOKIE, path, token("ann", LONG), PROTOCOL).close();
        }
        await().until(() -> channelBox.local().groups().isEmpty() && Leaves.MEMBERS.get() == 0);
        Leaves.REASONS.clear();
    }

    /** The ways to bring a token; a test that has little to do with them has one of them. */
    static Stream<String> ways() {
        return Stream.of(TokenWay.values()).map(Enum::name);
    }

    abstract String token(String user, Duration validFor);

    private WsClient open(TokenWay way, String path, String token, String... protocols) {
        return WsClient.open(base, way.path(path, token), way.headers(token), way.protocols(token, List.of(protocols)));
    }

    /** @return the status, and what is said of a refusal */
    private RawHttp.Answer probe(TokenWay way, String path, String token) {
        List<String> headers = new ArrayList<>(List.of("Channel-Box-Probe: 1",
                "Channel-Box-Protocols: " + String.join(", ", way.protocols(token, List.of(PROTOCOL)))));
        way.headers(token).forEach((name, value) -> headers.add(name + ": " + value));
        return RawHttp.send(base, "POST", way.path(path, token), headers.toArray(String[]::new));
    }

    private static void assertExpired(WsClient client) {
        assertEquals(1008, client.closeCode());
        assertEquals("Authentication expired", client.closeReason());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyConnectionIsClosedInTime(String name) {
        TokenWay way = TokenWay.valueOf(name);
        List<WsClient> clients = new ArrayList<>();
        String token = token("ann", SHORT);
        for (String path : List.of("/room/1", "/inbox", "/plain")) {
            clients.add(open(way, path, token, PROTOCOL));
            clients.add(open(way, path, token("ann", LONG), PROTOCOL));
        }
        for (int i = 0; i < clients.size(); i += 2) {
            assertExpired(clients.get(i));
            assertFalse(clients.get(i + 1).isClosed());
        }
        assertEquals(1, channelBox.group("room-1").local().size());
        assertEquals(1, channelBox.group("inbox-ann").local().size());
        clients.forEach(WsClient::close);
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    /** Those that do not speak the subprotocol, too. */
    @Test
    void itLeavesItsGroups() {
        WsClient plain = open(TokenWay.COOKIE, "/room/2", token("ann", SHORT));
        channelBox.group("room-2").sendAndAwait("hi");
        assertEquals("hi", plain.next());
        assertExpired(plain);
        assertTrue(channelBox.local().groups().isEmpty());
        assertEquals(0, channelBox.group("room-2").sendAndAwait("too late").deliveredHere());
        await().until(() -> List.copyOf(Leaves.REASONS).equals(List.of(LeaveReason.CLOSED)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whoComesBackWithAFreshTokenMissesNothing(String name) {
        TokenWay way = TokenWay.valueOf(name);
        String group = "room-back-" + way;
        WsClient before = open(way, "/room/back-" + way, token("ann", SHORT), PROTOCOL);
        send(group, 0, 3);
        String last = read(before, 0, 3);
        assertExpired(before);
        send(group, 3, 6);
        String path = "/room/back-" + way + "?resume=" + group + "@" + last;
        assertEquals(401, RawHttp.upgrade(base, way == TokenWay.QUERY ? path + "&token=" + token("ann", Duration.ofMinutes(-5))
                : path, "Cookie: token=" + token("ann", Duration.ofMinutes(-5))).status());
        try (WsClient after = open(way, path, token("ann", LONG), PROTOCOL)) {
            send(group, 6, 8);
            read(after, 3, 8);
        }
        await().until(() -> channelBox.group(group).local().size() == 0);
    }

    private void send(String group, int from, int to) {
        for (int i = from; i < to; i++) {
            channelBox.group(group).sendAndAwait("m" + i, SendOptions.saveHistory());
        }
    }

    /** Returns the id of the last. */
    private static String read(WsClient client, int from, int to) {
        String id = null;
        for (int i = from; i < to;) {
            JsonObject frame = new JsonObject(client.next());
            switch (frame.getString("type")) {
                case "joined" -> assertTrue(from == 0 || frame.getBoolean("recovered"), frame::encode);
                case "message" -> {
                    assertEquals("m" + i, frame.getString("data"));
                    id = frame.getString("id");
                    i++;
                }
                default -> assertEquals(-1, List.of("gap", "left").indexOf(frame.getString("type")), frame::encode);
            }
        }
        return id;
    }

    /** A token that is let in for the clocks' sake would be too late for the timer that closes the connection. */
    @ParameterizedTest
    @MethodSource("ways")
    void anExpiredOneIsRefused(String name) {
        TokenWay way = TokenWay.valueOf(name);
        for (String path : List.of("/room/1", "/inbox", "/plain")) {
            for (Duration validFor : List.of(Duration.ofSeconds(-10), Duration.ofSeconds(-1), Duration.ofMinutes(-5))) {
                String token = token("ann", validFor);
                assertEquals(401, probe(way, path, token).status(), path + validFor);
                String[] headers = Stream.concat(
                        way.headers(token).entrySet().stream().map(header -> header.getKey() + ": " + header.getValue()),
                        Stream.of("Sec-WebSocket-Protocol: "
                                + String.join(", ", way.protocols(token, List.of(PROTOCOL)))))
                        .toArray(String[]::new);
                assertEquals(401, RawHttp.upgrade(base, way.path(path, token), headers).status(), path + validFor);
            }
        }
    }

    /** With whatever credentials the upgrade would have. */
    @ParameterizedTest
    @MethodSource("ways")
    void theProbe(String name) {
        TokenWay way = TokenWay.valueOf(name);
        assertEquals(426, probe(way, "/inbox", token("ann", LONG)).status());
        assertEquals(426, probe(way, "/room/1", token("ann", LONG)).status());
        RawHttp.Answer nobody = RawHttp.send(base, "POST", "/inbox", "Channel-Box-Probe: 1");
        assertEquals(401, nobody.status());
        assertNull(nobody.header("Channel-Box-Refusal"), "Quarkus refused it");
    }
}
