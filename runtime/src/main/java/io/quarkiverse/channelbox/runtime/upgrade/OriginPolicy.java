package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.settings.Origin;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

/**
 * Which values of the {@code Origin} header may open a WebSocket (RFC 6455, section 10.2): browsers do not apply the
 * same-origin policy to WebSockets, so without this check any page could open one with the user's cookies.
 */
@Singleton
public class OriginPolicy {

    /** What a browser sends for pages that have none, those of files among them. */
    private static final String OPAQUE = "null";

    /** Empty: the same origin only. */
    private final Optional<Set<String>> allowed;

    public OriginPolicy(ValidatedConfig config) {
        this.allowed = config.values().allowedOrigins().map(Origin::normalizeAll);
    }

    boolean allows(HttpServerRequest request) {
        return !request.headers().contains(HttpHeaders.ORIGIN) || allowsOriginOf(request);
    }

    /** The origin of the page, written as browsers do, if it is given and allowed. */
    Optional<String> allowedOrigin(HttpServerRequest request) {
        List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
        if (origins.size() != 1 || !allowsOriginOf(request)) {
            return Optional.empty();
        }
        return origins.get(0).equals(OPAQUE) ? Optional.of(OPAQUE) : Origin.parse(origins.get(0)).map(Origin::serialized);
    }

    private boolean allowsOriginOf(HttpServerRequest request) {
        List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
        if (allowed.isPresent() && allowed.get().contains(Origin.ANY)) {
            return true;
        }
        Optional<Origin> origin = origins.size() == 1 ? Origin.parse(origins.get(0)) : Optional.empty();
        if (origin.isEmpty()) {
            return false;
        }
        return allowed.map(set -> set.contains(origin.get().normalized()))
                .orElseGet(() -> isSameOrigin(origin.get(), request));
    }

    /**
     * Where the server knows that the browser uses TLS, by the connection or by a proxy that it trusts, a page that came
     * without
     * is another origin: whoever is in between may have written it. Where it does not, a proxy may have ended TLS.
     */
    private static boolean isSameOrigin(Origin origin, HttpServerRequest request) {
        HostAndPort host = request.authority();
        if (host == null || !origin.host().equalsIgnoreCase(host.host())
                || request.isSSL() && !origin.scheme().equalsIgnoreCase("https")) {
            return false;
        }
        int implied = origin.defaultPort();
        return host.port() > 0 ? host.port() == origin.port() : implied > 0 && implied == origin.port();
    }
}
