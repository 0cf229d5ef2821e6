package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Security annotations on the methods for events work, with the identity of the connection. */
class OnEventSecurityTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = EmbeddedUsers.in(new QuarkusUnitTest(), "ann", "bob")
            .withApplicationRoot(root -> root.addClasses(EmbeddedUsers.class, Desk.class, Staff.class))
            .setForcedDependencies(List.of(EmbeddedUsers.EXTENSION))
            .overrideRuntimeConfigKey("quarkus.security.users.embedded.roles.ann", "admin")
            .overrideRuntimeConfigKey("quarkus.security.users.embedded.roles.bob", "guest");

    @WebSocket(path = "/desk")
    public static class Desk {

        @Inject
        SecurityIdentity identity;

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("who")
        String who() {
            return identity.getPrincipal().getName();
        }

        @Authenticated
        @OnEvent("users")
        String users() {
            return who();
        }

        @RolesAllowed("admin")
        @OnEvent("admins")
        String admins() {
            return who();
        }

        @RolesAllowed("admin")
        @OnEvent("admins later")
        Uni<String> adminsLater() {
            return Uni.createFrom().item(this::who);
        }
    }

    @Authenticated
    @WebSocket(path = "/staff")
    public static class Staff {

        @Inject
        SecurityIdentity identity;

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("who")
        Uni<String> who() {
            return Uni.createFrom().item(identity.getPrincipal().getName());
        }
    }

    @TestHTTPResource("/")
    URI base;

    private ProtocolClient open(String path, String user) {
        return ProtocolClient.open(base, path, "Authorization: " + EmbeddedUsers.authorization(user));
    }

    private static JsonNode reply(ProtocolClient client, String event) {
        return client.answerTo(client.ask("event", "event", event));
    }

    private static void assertError(int code, ProtocolClient client, String event) {
        JsonNode reply = reply(client, event);
        assertEquals(code, reply.at("/error/code").asInt(), reply::toString);
    }

    @Test
    void methodsAreGuarded() {
        try (ProtocolClient ann = open("/desk", "ann");
                ProtocolClient bob = open("/desk", "bob");
                ProtocolClient anonymous = ProtocolClient.open(base, "/desk")) {
            for (String event : List.of("who", "users", "admins", "admins later")) {
                assertEquals("ann", reply(ann, event).path("data").asText(), event);
            }
            assertEquals("bob", reply(bob, "users").path("data").asText());
            assertEquals("", reply(anonymous, "who").path("data").asText());
            for (String event : List.of("admins", "admins later")) {
                assertError(403, bob, event);
                assertError(401, anonymous, event);
            }
            assertError(401, anonymous, "users");
        }
    }

    @Test
    void theClassIsGuarded() {
        try (ProtocolClient ann = open("/staff", "ann")) {
            assertEquals("ann", reply(ann, "who").path("data").asText());
        }
    }
}
