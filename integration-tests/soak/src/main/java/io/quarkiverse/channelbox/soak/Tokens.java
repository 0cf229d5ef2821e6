package io.quarkiverse.channelbox.soak;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

/** Tokens in the query, {@code user.expires} in seconds since 1970. They prove nothing: what matters is that they expire. */
@ApplicationScoped
public class Tokens implements HttpAuthenticationMechanism {

    /** The attribute of an identity by which Quarkus closes its WebSockets in time. */
    private static final String EXPIRE_TIME = "quarkus.identity.expire-time";

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviderManager) {
        String token = context.request().getParam("token");
        if (token == null) {
            return Uni.createFrom().nullItem();
        }
        int dot = token.indexOf('.');
        long expires = Long.parseLong(token.substring(dot + 1));
        if (Instant.now().getEpochSecond() >= expires) {
            return Uni.createFrom().failure(new AuthenticationFailedException("The token has expired"));
        }
        return Uni.createFrom().item(QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(token.substring(0, dot))).addAttribute(EXPIRE_TIME, expires).build());
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }
}
