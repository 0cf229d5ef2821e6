package io.quarkiverse.channelbox.test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.testclient.JsonWebTokens;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.http.Cookie;

/** With the tokens of an OpenID provider, whose public key the application knows. */
@Tag("long")
class OidcExpiryTest extends TokenExpiry {

    @RegisterExtension
    static final QuarkusUnitTest APP = app(TokenFromBrowser.class)
            .setForcedDependencies(
                    List.of(Dependency.of("io.quarkus", "quarkus-oidc-deployment", Version.getVersion())))
            .overrideConfigKey("quarkus.devservices.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.oidc.public-key", JsonWebTokens.publicKey())
            .overrideRuntimeConfigKey("quarkus.oidc.token.issuer", JsonWebTokens.ISSUER);

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

    static Stream<String> ways() {
        return Stream.of(TokenWay.SUBPROTOCOL.name());
    }

    @Override
    String token(String user, Duration validFor) {
        return JsonWebTokens.token(user, validFor);
    }
}
