package io.quarkiverse.channelbox.test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.GroupFullException;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;

/** A full group or node refuses at the upgrade; a place that nobody took after all is free again. */
class LimitsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Pair.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-channels-per-group", "3")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-channels", "8")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-groups", "5")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-groups-per-connection", "2");

    @WebSocket(path = "/room/{room}")
    @ChannelGroup("room-{room}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    /** Two groups: the second may be full when the first is not. */
    @WebSocket(path = "/pair/{one}/{two}")
    @ChannelGroup("room-{one}")
    @ChannelGroup("room-{two}")
    public static class Pair {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private int status(String path) {
        return WsClient.upgradeStatus(base, path, Map.of());
    }

    private List<WsClient> open(int count, String path) {
        List<WsClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(WsClient.open(base, path));
        }
        return clients;
    }

    private void close(List<WsClient> clients) {
        clients.forEach(WsClient::close);
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @Test
    void aFullGroupRefuses() {
        List<WsClient> clients = open(3, "/room/full");
        assertEquals(503, status("/room/full"));
        assertEquals(503, status("/pair/other/full"));
        assertEquals(101, status("/room/other"));
        WebSocketConnection connection = channelBox.group("room-full").local().channels().iterator().next().connection();
        assertTrue(channelBox.group("room-full").join(connection).isMember());
        clients.remove(0).close();
        await().until(() -> channelBox.group("room-full").local().size() == 2);
        clients.add(WsClient.open(base, "/room/full"));
        close(clients);
    }

    @Test
    void aFullNodeRefuses() {
        List<WsClient> clients = open(3, "/room/a");
        clients.addAll(open(3, "/room/b"));
        clients.addAll(open(2, "/room/c"));
        assertEquals(503, status("/room/d"));
        WebSocketConnection connection = channelBox.group("room-a").local().channels().iterator().next().connection();
        GroupFullException refused = assertThrows(GroupFullException.class,
                () -> channelBox.group("room-d").join(connection));
        assertTrue(refused.getMessage().contains("quarkus.channel-box.max-channels"), refused.getMessage());
        assertTrue(channelBox.group("room-d").local().channels().isEmpty());
        clients.remove(0).abort();
        await().until(() -> channelBox.group("room-a").local().size() == 2);
        clients.add(WsClient.open(base, "/room/d"));
        close(clients);
    }

    @Test
    void aNodeHasOnlySoManyGroups() {
        List<WsClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(WsClient.open(base, "/room/" + i));
        }
        assertEquals(503, status("/room/5"));
        assertEquals(503, status("/pair/0/5"));
        WebSocketConnection connection = channelBox.group("room-0").local().channels().iterator().next().connection();
        GroupFullException refused = assertThrows(GroupFullException.class,
                () -> channelBox.group("room-5").join(connection));
        assertTrue(refused.getMessage().contains("5 groups (quarkus.channel-box.max-groups)"), refused.getMessage());
        assertEquals(101, status("/pair/0/1"));
        await().until(() -> channelBox.group("room-1").local().size() == 1);
        clients.remove(4).close();
        await().until(() -> channelBox.local().groups().size() == 4);
        clients.add(WsClient.open(base, "/room/5"));
        close(clients);
    }

    @Test
    void whoComesBackNamesOnlySoManyGroups() {
        assertEquals(101, status("/room/a?resume=a@x:1,b@x:1"));
        assertEquals(400, status("/room/a?resume=a@x:1,b@x:1,c@x:1"));
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @Test
    void manyAtOnceNeverGetMoreThanTheLimit() {
        List<CompletableFuture<Integer>> tries = new ArrayList<>();
        List<WsClient> in = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 30; i++) {
            tries.add(CompletableFuture.supplyAsync(() -> {
                try {
                    in.add(WsClient.open(base, "/room/rush"));
                    return 101;
                } catch (CompletionException e) {
                    return 503;
                }
            }));
        }
        assertEquals(3, tries.stream().filter(t -> t.join() == 101).count());
        assertEquals(3, channelBox.group("room-rush").local().size());
        close(in);
    }

    @Test
    void theFirstPlaceIsGivenBackIfTheSecondGroupIsFull() {
        List<WsClient> clients = open(3, "/room/x");
        for (int i = 0; i < 5; i++) {
            assertEquals(503, status("/pair/y/x"));
        }
        clients.addAll(open(3, "/room/y"));
        close(clients);
    }

    /** Looks like an upgrade to the checks, but is none to the server. */
    @Test
    void thePlaceOfABrokenUpgradeIsGivenBack() throws IOException {
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket(base.getHost(), base.getPort())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(("GET /room/z HTTP/1.1\r\nHost: " + base.getAuthority()
                        + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n").getBytes(US_ASCII));
                assertEquals("HTTP/1.1 400", new String(socket.getInputStream().readNBytes(12), US_ASCII));
            }
        }
        await().until(() -> {
            List<WsClient> clients = new ArrayList<>();
            try {
                clients.addAll(open(3, "/room/z"));
                return true;
            } catch (CompletionException stillFull) {
                return false;
            } finally {
                close(clients);
            }
        });
    }
}
