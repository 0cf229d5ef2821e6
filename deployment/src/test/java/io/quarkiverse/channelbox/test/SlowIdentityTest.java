package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
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

/** Where Quarkus authenticates before the endpoint is asked, an identity that never comes is not waited for either. */
@Tag("long")
class SlowIdentityTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, SilentMechanism.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-security-deployment", Version.getVersion())))
            .setLogRecordPredicate(record -> record.getLoggerName().equals(OperatorLog.CATEGORY))
            .assertLogRecords(records -> {
                assertEquals(1, records.size(), records::toString);
                assertTrue(
                        records.get(0).getMessage()
                                .contains(Room.class.getName() + " was refused with 503: the identity, or the"
                                        + " decision of another HttpUpgradeCheck, did not come within 10 s"),
                        records::toString);
            });

    @WebSocket(path = "/room")
    @ChannelGroup("room")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
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

    @TestHTTPResource("/")
    URI base;

    @Test
    void isNotWaitedForForEver() {
        CompletableFuture<Answer> probe = CompletableFuture
                .supplyAsync(() -> RawHttp.send(base, "POST", "/room?silent=yes", "Channel-Box-Probe: 1"));
        Answer answer = RawHttp.upgrade(base, "/room?silent=yes");
        assertEquals(503, answer.status());
        assertEquals("the decision took too long", answer.header("Channel-Box-Refusal"));
        assertEquals(503, probe.join().status());
        assertEquals(101, RawHttp.upgrade(base, "/room").status());
    }
}
