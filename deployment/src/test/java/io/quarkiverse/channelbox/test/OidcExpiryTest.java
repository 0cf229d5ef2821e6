package io.quarkiverse.channelbox.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.http.Cookie;

/** With the tokens of an OpenID provider, whose public key the application knows. */
class OidcExpiryTest extends TokenExpiry {

    private static final KeyPair KEYS = keys();

    @RegisterExtension
    static final QuarkusUnitTest APP = app(TokenFromBrowser.class)
            .setForcedDependencies(
                    List.of(Dependency.of("io.quarkus", "quarkus-oidc-deployment", Version.getVersion())))
            .overrideConfigKey("quarkus.devservices.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.oidc.public-key",
                    Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded()))
            .overrideRuntimeConfigKey("quarkus.oidc.token.issuer", "https://issuer.example");

    /** Puts a token from where a browser can put it to where Quarkus looks for it. */
    public static class TokenFromBrowser {
        void move(@Observes Filters filters) {
            filters.register(context -> {
                Cookie cookie = context.request().getCookie("token");
                String token = cookie == null ? context.request().getParam("token") : cookie.getValue();
                if (token != null) {
                    context.request().headers().set("Authorization", "Bearer " + token);
                }
                context.next();
            }, SecurityHandlerPriorities.AUTHENTICATION + 10);
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

    static Stream<String> ways() {
        return Stream.of(TokenWay.SUBPROTOCOL.name());
    }

    @Override
    String token(String user, Duration validFor) {
        Instant expires = Instant.now().plus(validFor);
        String token = base64("{\"typ\":\"JWT\",\"alg\":\"RS256\"}") + "."
                + base64("{\"iss\":\"https://issuer.example\",\"sub\":\"" + user + "\",\"iat\":"
                        + expires.minusSeconds(900).getEpochSecond() + ",\"exp\":" + expires.getEpochSecond() + "}");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEYS.getPrivate());
            signature.update(token.getBytes(UTF_8));
            return token + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
