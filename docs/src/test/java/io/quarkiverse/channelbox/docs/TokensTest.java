package io.quarkiverse.channelbox.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.acme.security.NewsSocket;
import org.acme.security.TokenExpiry;
import org.acme.security.TokenInQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;

/** What the page on security says of tokens in the query, and of those of smallrye-jwt that expire. */
class TokensTest {

    private static final KeyPair KEYS = keys();

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(NewsSocket.class, TokenInQuery.class, TokenExpiry.class))
            .setForcedDependencies(
                    List.of(Dependency.of("io.quarkus", "quarkus-smallrye-jwt-deployment", Version.getVersion())))
            .overrideConfigKey("mp.jwt.verify.publickey", Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded()))
            .overrideConfigKey("mp.jwt.verify.issuer", "https://issuer.example");

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

    /** The same for the test and for the application, which has classes of its own. */
    private static KeyPair keys() {
        try {
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(1);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(Duration validFor) {
        long expires = Instant.now().plus(validFor).getEpochSecond();
        String token = base64("{\"typ\":\"JWT\",\"alg\":\"RS256\"}".getBytes(UTF_8)) + "."
                + base64(("{\"iss\":\"https://issuer.example\",\"sub\":\"ann\",\"iat\":" + (expires - 900) + ",\"exp\":"
                        + expires
                        + "}").getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEYS.getPrivate());
            signature.update(token.getBytes(UTF_8));
            return token + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
