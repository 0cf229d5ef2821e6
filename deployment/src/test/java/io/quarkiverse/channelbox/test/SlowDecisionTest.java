package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelGroup.JoinMode;
import io.quarkiverse.channelbox.ChannelGroup.PublishMode;
import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.PublishRequest;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkiverse.channelbox.testclient.RawHttp.Answer;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Who has to decide never does: nobody waits for ever. */
@Tag("long")
class SlowDecisionTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(
                    root -> root.addClasses(Room.class, Rooms.class, Plain.class, Silent.class, SilentMechanism.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-security-deployment", Version.getVersion())))
            .overrideConfigKey("quarkus.http.auth.proactive", "false")
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.WARNING.intValue())
            .assertLogRecords(records -> assertTrue(!records.isEmpty() && records.stream()
                    .allMatch(record -> record.getLoggerName().equals(OperatorLog.CATEGORY)
                            && record.getMessage().contains(" did not come within 10 s")),
                    records::toString));

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/rooms")
    @ChannelGroup(value = "rooms-{id}", join = JoinMode.ON_REQUEST, publish = PublishMode.MEMBERS)
    public static class Rooms {
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
    public static class Silent implements GroupAuthorizer {
        @Override
        public Uni<Boolean> mayJoin(JoinRequest request) {
            return request.group().endsWith("-silent") ? Uni.createFrom().nothing() : Uni.createFrom().item(true);
        }

        @Override
        public Uni<Boolean> mayPublish(PublishRequest request) {
            return Uni.createFrom().nothing();
        }
    }

    @ApplicationScoped
    public static class SilentMechanism implements HttpAuthenticationMechanism {
        @Override
        public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviderManager) {
            return context.request().getParam("silent") == null ? Uni.createFrom().nullItem() : Uni.createFrom().nothing();
        }

        @Override
        public Uni<ChallengeData> getChallenge(RoutingContext context) {
            return Uni.createFrom().item(new ChallengeData(401));
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @Test
    void isRefused() {
        List<CompletableFuture<Answer>> answers = List.of("/room/silent", "/room/1?silent=yes", "/room/silent?silent=yes")
                .stream()
                .map(path -> CompletableFuture.supplyAsync(() -> RawHttp.upgrade(base, path))).toList();
        CompletableFuture<Answer> probe = CompletableFuture
                .supplyAsync(() -> RawHttp.send(base, "POST", "/room/silent", "Channel-Box-Probe: 1"));
        long before = System.nanoTime();
        assertEquals(101, RawHttp.upgrade(base, "/room/1").status());
        assertTrue(System.nanoTime() - before < Duration.ofSeconds(8).toNanos(), "it waits for the others");
        for (CompletableFuture<Answer> answer : answers) {
            assertEquals(503, answer.join().status());
            assertEquals("the decision took too long", answer.join().header("Channel-Box-Refusal"));
        }
        assertEquals(503, probe.join().status());
        assertTrue(channelBox.group("room-silent").local().channels().isEmpty());
    }

    /** Nor does a command, which would be one of those that a client may have under way. */
    @Test
    void isRefusedToWhoIsConnected() {
        try (ProtocolClient client = ProtocolClient.open(base, "/rooms")) {
            assertEquals("joined", client.answerTo(client.ask("join", "group", "rooms-1")).get("type").asText());
            long join = client.ask("join", "group", "rooms-silent");
            long publish = client.ask("publish", "group", "rooms-1", "data", 1);
            for (long ref : new long[] { join, publish }) {
                JsonNode reply = client.answerTo(ref);
                assertEquals(503, reply.at("/error/code").asInt(), reply::toString);
                assertEquals("the decision took too long", reply.at("/error/reason").asText());
            }
            assertEquals("left", client.answerTo(client.ask("leave", "group", "rooms-1")).get("type").asText());
        }
        assertTrue(channelBox.group("rooms-silent").local().channels().isEmpty());
    }

    /** Nobody needs the identity where anybody is let in. */
    @Test
    void whereItDoesNotMatter() {
        assertEquals(101, RawHttp.upgrade(base, "/plain?silent=yes").status());
    }
}
