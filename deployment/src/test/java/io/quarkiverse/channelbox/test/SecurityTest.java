package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.GroupNames;
import io.quarkiverse.channelbox.GroupPublisher;
import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.arc.Arc;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Groups of users: the name in {@code {user}}, sends to a user, the endpoint's own security annotations. */
class SecurityTest {

    /** A name of a principal, as some identity providers have it, that no group can have. */
    private static final String ODD = "auth0|1 \\a";

    @RegisterExtension
    static final QuarkusUnitTest APP = EmbeddedUsers.in(new QuarkusUnitTest(), "ann", "bob", ODD)
            .withApplicationRoot(
                    root -> root.addClasses(EmbeddedUsers.class, Inbox.class, Admins.class, Room.class, OnlyAnn.class,
                            Own.class,
                            OwnEvents.class))
            .setForcedDependencies(List.of(EmbeddedUsers.EXTENSION))
            .overrideRuntimeConfigKey("quarkus.security.users.embedded.roles.ann", "admin")
            .overrideRuntimeConfigKey("quarkus.security.users.embedded.roles.bob", "guest");

    @WebSocket(path = "/inbox")
    @ChannelGroup("inbox-{user}")
    public static class Inbox {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/own")
    @ChannelGroup("own-{user:encoded}")
    public static class Own {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @GroupPublisher("own-{user:encoded}")
    interface OwnEvents {
        Receipt told(String user, String text);

        @RolesAllowed("admin")
        Receipt decided(String user, String text);
    }

    @RolesAllowed("admin")
    @WebSocket(path = "/admins")
    @ChannelGroup("admins")
    public static class Admins {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/room/{room}")
    @ChannelGroup("room-{room}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Singleton
    public static class OnlyAnn implements GroupAuthorizer {
        @Override
        public Uni<Boolean> mayJoin(JoinRequest request) {
            return Uni.createFrom().item(!request.group().equals("room-ann")
                    || request.identity().orElseThrow().getPrincipal().getName().equals("ann"));
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    OwnEvents events;

    @TestHTTPResource("/")
    URI base;

    private static Map<String, String> as(String user, String password) {
        return Map.of("Authorization", EmbeddedUsers.authorization(user, password));
    }

    @Test
    void everyUserHasAGroup() {
        try (WsClient ann = WsClient.open(base, "/inbox", as("ann", "ann"));
                WsClient bob = WsClient.open(base, "/inbox", as("bob", "bob"))) {
            assertEquals(1, channelBox.group("inbox-ann").sendAndAwait("for ann").deliveredHere());
            channelBox.group("inbox-bob").sendAndAwait("for bob");
            assertEquals("for ann", ann.next());
            assertEquals("for bob", bob.next());
            List<PresenceEntry> presence = channelBox.group("inbox-ann").presence().await().indefinitely();
            assertEquals("ann", presence.get(0).principal().orElseThrow());
        }
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    /** The endpoint and the publisher agree on what no name of a group can be. */
    @Test
    void aUserOfAnyNameHasAGroup() {
        assertEquals(400, WsClient.upgradeStatus(base, "/inbox", as(ODD, ODD)));
        try (WsClient odd = WsClient.open(base, "/own", as(ODD, ODD))) {
            assertEquals(1, events.told(ODD, "for you").deliveredHere());
            assertEquals("for you", odd.next());
            Arc.container().requestContext().activate();
            assertThrows(UnauthorizedException.class, () -> events.decided(ODD, "by nobody"));
            Arc.container().requestContext().terminate();
            assertEquals(1, channelBox.group("own-" + GroupNames.encode(ODD)).local().channels().size());
        }
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    /** All connections of a user, each once, whatever the endpoint. */
    @Test
    void sendsToAUser() {
        try (WsClient inbox = WsClient.open(base, "/inbox", as("ann", "ann"));
                WsClient room = WsClient.open(base, "/room/1", as("ann", "ann"));
                WsClient bob = WsClient.open(base, "/room/1", as("bob", "bob"))) {
            assertEquals(2, channelBox.user("ann").sendAndAwait("hi ann").deliveredHere());
            assertEquals(0, channelBox.user("eve").sendAndAwait("hi eve").deliveredHere());
            channelBox.group("room-1").sendAndAwait("hi room");
            assertEquals("hi ann", inbox.next());
            assertEquals(List.of("hi ann", "hi room"), room.next(2));
            assertEquals("hi room", bob.next());
        }
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    @Test
    void refuses() {
        assertEquals(401, WsClient.upgradeStatus(base, "/inbox", Map.of()));
        assertEquals(401, WsClient.upgradeStatus(base, "/inbox", as("ann", "wrong")));
        assertEquals(401, WsClient.upgradeStatus(base, "/admins", Map.of()));
        assertEquals(403, WsClient.upgradeStatus(base, "/admins", as("bob", "bob")));
        assertEquals(101, WsClient.upgradeStatus(base, "/admins", as("ann", "ann")));
        assertEquals(403, WsClient.upgradeStatus(base, "/room/ann", as("bob", "bob")));
        assertEquals(101, WsClient.upgradeStatus(base, "/room/ann", as("ann", "ann")));
        assertEquals(101, WsClient.upgradeStatus(base, "/room/1", Map.of()));
        await().until(() -> channelBox.local().groups().isEmpty());
        assertTrue(channelBox.group("room-ann").local().channels().isEmpty());
    }
}
