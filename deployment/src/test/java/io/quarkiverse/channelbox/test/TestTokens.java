package io.quarkiverse.channelbox.test;

import java.security.Permission;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.Credential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/**
 * Tokens that name a user and when they expire, from wherever a browser can send them; nothing keeps anybody from making one.
 */
@ApplicationScoped
public class TestTokens implements HttpAuthenticationMechanism {

    static String of(String user, Duration validFor) {
        return user + "." + Instant.now().plus(validFor).getEpochSecond();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviderManager) {
        return token(context).map(token -> {
            String[] parts = token.split("\\.");
            long expires = parts.length == 2 ? Long.parseLong(parts[1]) : 0;
            // As with smallrye-jwt, a clock may be behind.
            return Instant.now().minusSeconds(60).isAfter(Instant.ofEpochSecond(expires))
                    ? Uni.createFrom().<SecurityIdentity> failure(new AuthenticationFailedException())
                    : Uni.createFrom().<SecurityIdentity> item(new Identity(parts[0], expires));
        }).orElseGet(() -> Uni.createFrom().nullItem());
    }

    private static Optional<String> token(RoutingContext context) {
        String bearer = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        return Optional.ofNullable(bearer).map(value -> value.substring("Bearer ".length()))
                .or(() -> Optional.ofNullable(context.request().getCookie("token")).map(Cookie::getValue))
                .or(() -> Optional.ofNullable(context.request().getParam("token")));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    record Identity(String name, long expires) implements SecurityIdentity {

        @Override
        public Principal getPrincipal() {
            return () -> name;
        }

        @Override
        public boolean isAnonymous() {
            return false;
        }

        @Override
        public Set<String> getRoles() {
            return Set.of();
        }

        @Override
        public boolean hasRole(String role) {
            return false;
        }

        @Override
        public Set<Permission> getPermissions() {
            return Set.of();
        }

        @Override
        public <T extends Credential> T getCredential(Class<T> credentialType) {
            return null;
        }

        @Override
        public Set<Credential> getCredentials() {
            return Set.of();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T getAttribute(String attribute) {
            return (T) getAttributes().get(attribute);
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of("quarkus.identity.expire-time", expires);
        }

        @Override
        public Uni<Boolean> checkPermission(Permission permission) {
            return Uni.createFrom().item(false);
        }
    }
}
