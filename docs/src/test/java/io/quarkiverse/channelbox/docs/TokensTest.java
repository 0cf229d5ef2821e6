package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.acme.security.NewsSocket;
import org.acme.security.TokenExpiry;
import org.acme.security.TokenInQuery;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.testclient.JsonWebTokens;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** What the page on security says of tokens in the query and in the subprotocol, and of those of smallrye-jwt that expire. */
@Tag("long")
class TokensTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(NewsSocket.class, TokenInQuery.class, TokenExpiry.class,
                    DocFiles.class, UpgradeRequest.class))
            .setForcedDependencies(
                    List.of(Dependency.of("io.quarkus", "quarkus-smallrye-jwt-deployment", Version.getVersion())))
            .overrideConfigKey("quarkus.websockets-next.server.propagate-subprotocol-headers", "true")
            .overrideConfigKey("mp.jwt.verify.publickey", JsonWebTokens.publicKey())
            .overrideConfigKey("mp.jwt.verify.issuer", JsonWebTokens.ISSUER);

    @TestHTTPResource("/")
    URI base;

    @Test
    void aTokenInTheQueryIsTakenUntilItExpires() {
        assertEquals(401, WsClient.upgradeStatus(base, "/ws/news", Map.of()));
        assertEquals(101, WsClient.upgradeStatus(base, "/ws/news?token=" + token(Duration.ofMinutes(5)), Map.of()));
        try (WsClient client = WsClient.open(base, "/ws/news?token=" + token(Duration.ofSeconds(3)))) {
            assertEquals(1008, client.closeCode());
            assertEquals("Authentication expired", client.closeReason());
        }
    }

    /** As the page in {@code oidc.html} offers it, here to smallrye-jwt. */
    @Test
    void aTokenInTheSubprotocolIsTaken() {
        String page = DocFiles.read(DocFiles.MODULE.resolve("examples/security/oidc.html"));
        assertTrue(page.contains("encodeURIComponent(`quarkus-http-upgrade#Authorization#Bearer ${await token()}`)"), page);
        assertEquals(101, withSubprotocol(token(Duration.ofMinutes(5))));
        assertEquals(401, withSubprotocol("none"));
    }

    private int withSubprotocol(String token) {
        return UpgradeRequest.status(base, "/ws/news", "Host: " + base.getAuthority(), "Sec-WebSocket-Protocol:"
                + " channelbox.v1, quarkus-http-upgrade%23Authorization%23Bearer%20" + token);
    }

    private static String token(Duration validFor) {
        return JsonWebTokens.token("ann", validFor);
    }
}
