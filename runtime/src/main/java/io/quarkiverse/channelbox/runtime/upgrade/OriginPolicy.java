package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.AllowedOrigins;
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
public class OriginPolicy implements AllowedOrigins {

    /** What a browser sends for pages that have none, those of files among them. */
    private static final String OPAQUE = "null";
    /** How a page's site is to that of the request (Fetch Metadata); only browsers say it, and no page can. */
    private static final String SITE = "Sec-Fetch-Site";
    /** That of the same origin, and none: somebody has typed the address. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    /** Empty: the same origin only. */
    private final Optional<Set<String>> allowed;

    public OriginPolicy(ValidatedConfig config) {
        this.allowed = config.values().allowedOrigins().map(Origin::normalizeAll);
    }

    @Override
    public boolean allows(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.ORIGIN) ? allowsOriginOf(request)
                : allowsAny() || OWN_SITES.containsAll(request.headers().getAll(SITE));
    }

    /** The origin of the page, written as browsers do, if it is given and allowed. */
    Optional<String> allowedOrigin(HttpServerRequest request) {
        List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
        if (origins.size() != 1 || !allowsOriginOf(request)) {
            return Optional.empty();
        }
        return origins.get(0).equals(OPAQUE) ? Optional.of(OPAQUE) : Origin.parse(origins.get(0)).map(Origin::serialized);
    }

    private boolean allowsAny() {
        return allowed.isPresent() && allowed.get().contains(Origin.ANY);
    }

    private boolean allowsOriginOf(HttpServerRequest request) {
        List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
        if (allowsAny()) {
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
     * without is another origin: whoever is in between may have written it. Where it does not, a proxy may have ended TLS.
     */
    private static boolean isSameOrigin(Origin origin, HttpServerRequest request) {
        HostAndPort host = request.authority();
        return host != null && origin.host().equalsIgnoreCase(host.host())
                && (request.isSSL() ? origin.isHttps() : origin.isHttp())
                && origin.port() == (host.port() < 0 ? origin.defaultPort() : host.port());
    }
}
