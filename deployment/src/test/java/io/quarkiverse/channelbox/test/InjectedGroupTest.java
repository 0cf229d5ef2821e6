package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ConnectionNotActiveException;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.arc.Arc;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;

/** {@code @Inject Group} is the group of the current connection, wherever a method of the endpoint runs. */
class InjectedGroupTest {

    private static final String GROUP = "desk-b12:night:north:ann";
    private static final Map<String, String> HEADERS = Map.of("Authorization", EmbeddedUsers.authorization("ann"), "X-Side",
            "north");

    @RegisterExtension
    static final QuarkusUnitTest APP = EmbeddedUsers.in(new QuarkusUnitTest(), "ann")
            .withApplicationRoot(root -> root.addClasses(EmbeddedUsers.class, Desk.class, Base.class, Session.class,
                    Application.class, Request.class, Several.class))
            .setForcedDependencies(List.of(EmbeddedUsers.EXTENSION));

    @WebSocket(path = "/desk/{desk}")
    @ChannelGroup("desk-{desk}:{query:shift}:{header:X-Side}:{user}")
    public static class Desk {

        static final LinkedBlockingQueue<String> CLOSED = new LinkedBlockingQueue<>();

        private final Group group;

        public Desk(Group group) {
            this.group = group;
        }

        @OnOpen
        void opened() {
            group.sendAndForget("opened " + group.local().size());
        }

        @OnTextMessage
        Uni<Void> say(String text) {
            if (text.equals("fail")) {
                throw new IllegalStateException(text);
            }
            return group.send(text).replaceWithVoid();
        }

        @OnError
        String failed(IllegalStateException failure) {
            return failure.getMessage() + " in " + group.name();
        }

        @OnEvent("worker")
        String worker() {
            return group.name() + ' ' + group.sendAndAwait("from a worker").deliveredHere();
        }

        @NonBlocking
        @OnEvent("loop")
        String loop() {
            return group.name();
        }

        @RunOnVirtualThread
        @OnEvent("virtual")
        String virtual() {
            return group.name();
        }

        @OnClose
        void closed(WebSocketConnection connection) {
            CLOSED.add(group.name() + ' ' + group.local().channel(connection).isPresent());
        }
    }

    public abstract static class Base {

        @Inject
        Group group;

        @OnTextMessage
        String name(String text) {
            return group.name();
        }
    }

    @SessionScoped
    @WebSocket(path = "/session/{room}")
    @ChannelGroup("session-{room}")
    public static class Session extends Base {
    }

    @ApplicationScoped
    @WebSocket(path = "/application/{room}")
    @ChannelGroup("application-{room}")
    public static class Application extends Base {
    }

    @RequestScoped
    @WebSocket(path = "/request/{room}")
    @ChannelGroup("request-{room}")
    public static class Request extends Base {
    }

    @WebSocket(path = "/several")
    @ChannelGroup("several-1")
    @ChannelGroup("several-2")
    public static class Several {

        @OnTextMessage
        String name(String text) {
            try {
                return Arc.container().instance(Group.class).get().name();
            } catch (ConnectionNotActiveException e) {
                return e.getMessage();
            }
        }
    }

    @TestHTTPResource("/")
    URI base;

    @Test
    void itIsThereInEveryMethodOfTheEndpoint() throws InterruptedException {
        try (WsClient client = WsClient.open(base, "/desk/b12?shift=night", HEADERS)) {
            assertEquals("opened 1", client.next());
            client.send("hello");
            assertEquals("hello", client.next());
            client.send("fail");
            assertEquals("fail in " + GROUP, client.next());
        }
        assertEquals(GROUP + " false", Desk.CLOSED.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void eventsHaveItOnEveryKindOfThread() throws InterruptedException {
        try (ProtocolClient client = ProtocolClient.open(base, "/desk/b12?shift=night", "Authorization: "
                + EmbeddedUsers.authorization("ann"), "X-Side: north")) {
            for (String thread : List.of("loop", "virtual")) {
                assertEquals(GROUP, client.answerTo(client.ask("event", "event", thread)).get("data").asText());
            }
            assertEquals(GROUP + " 1", client.answerTo(client.ask("event", "event", "worker")).get("data").asText());
        }
        assertEquals(GROUP + " false", Desk.CLOSED.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void endpointsMayHaveAnyScope() {
        for (String scope : List.of("session", "application", "request")) {
            try (WsClient one = WsClient.open(base, '/' + scope + "/1");
                    WsClient two = WsClient.open(base, '/' + scope + "/2")) {
                for (int i = 0; i < 2; i++) {
                    one.send("?");
                    assertEquals(scope + "-1", one.next());
                    two.send("?");
                    assertEquals(scope + "-2", two.next());
                }
            }
        }
    }

    @Test
    void whereThereIsNoneTheCureIsSaid() {
        Group group = Arc.container().instance(Group.class).get();
        String message = assertThrows(ConnectionNotActiveException.class, group::name).getMessage();
        assertTrue(message.contains("ChannelBox.group(name)"), message);
        try (WsClient client = WsClient.open(base, "/several")) {
            client.send("?");
            assertEquals(message, client.next());
        }
    }
}
