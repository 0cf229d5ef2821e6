package io.quarkiverse.channelbox.storm;

import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Tokens of the form {@code user.expires}, in seconds since 1970, in the query or as a bearer token. They prove nothing: what
 * matters here is that they expire.
 */
@ApplicationScoped
public class Tokens implements HttpAuthenticationMechanism {

    /** The attribute of an identity by which Quarkus closes its WebSockets in time. */
    private static final String EXPIRE_TIME = "quarkus.identity.expire-time";
    private static final String BEARER = "Bearer ";

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviderManager) {
        return token(context).map(Tokens::identity).orElseGet(() -> Uni.createFrom().nullItem());
    }

    private static Optional<String> token(RoutingContext context) {
        return Optional.ofNullable(context.request().getParam("token"))
                .or(() -> Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                        .filter(value -> value.startsWith(BEARER)).map(value -> value.substring(BEARER.length())));
    }

    private static Uni<SecurityIdentity> identity(String token) {
        String[] parts = token.split("\\.");
        long expires = Long.parseLong(parts[1]);
        if (Instant.now().getEpochSecond() >= expires) {
            return Uni.createFrom().failure(new AuthenticationFailedException("The token has expired"));
        }
        return Uni.createFrom().item(QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(parts[0]))
                .addAttribute(EXPIRE_TIME, expires).build());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }
}
