package io.quarkiverse.channelbox.runtime.upgrade;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.config.ValidatedConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

/**
 * Which values of the {@code Origin} header may open a WebSocket (RFC 6455, section 10.2): browsers do not apply the
 * same-origin policy to WebSockets, so without this check any page could open one with the user's cookies.
 */
@Singleton
public class OriginPolicy {

    private static final String ANY = "*";

    /** Empty: the same origin only. */
    private final Optional<Set<String>> allowed;

    public OriginPolicy(ValidatedConfig config) {
        this.allowed = config.values().allowedOrigins().map(OriginPolicy::normalizeAll);
    }

    boolean allows(HttpServerRequest request) {
        List<String> origins = request.headers().getAll("Origin");
        if (origins.isEmpty()) {
            return true;
        }
        if (allowed.isPresent() && allowed.get().contains(ANY)) {
            return true;
        }
        Optional<URI> origin = origins.size() == 1 ? parse(origins.get(0)) : Optional.empty();
        if (origin.isEmpty()) {
            return false;
        }
        return allowed.map(set -> set.contains(normalize(origin.get())))
                .orElseGet(() -> isSameOrigin(origin.get(), request.authority()));
    }

    /** The scheme is not compared: behind a proxy that ends TLS the server does not know the one the browser used. */
    private static boolean isSameOrigin(URI origin, HostAndPort host) {
        if (host == null || !origin.getHost().equalsIgnoreCase(host.host())) {
            return false;
        }
        int port = port(origin);
        return host.port() == port || host.port() <= 0 && port == defaultPort(origin.getScheme());
    }

    /** @throws IllegalArgumentException if a value is neither an origin nor {@code *} */
    public static Set<String> normalizeAll(List<String> origins) {
        return origins.stream().map(String::trim)
                .map(o -> o.equals(ANY) ? ANY
                        : normalize(parse(o).orElseThrow(() -> new IllegalArgumentException(
                                "'" + o + "' is not an origin like https://chat.example.org, and not '*'"))))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<URI> parse(String origin) {
        try {
            URI uri = new URI(origin);
            boolean isOrigin = uri.getScheme() != null && uri.getHost() != null && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty() && uri.getRawQuery() == null && uri.getRawFragment() == null;
            return isOrigin ? Optional.of(uri) : Optional.empty();
        } catch (java.net.URISyntaxException e) {
            // "null" (a sandboxed page) and garbage alike: no origin that could be allowed.
            return Optional.empty();
        }
    }

    private static String normalize(URI origin) {
        return (origin.getScheme() + "://" + origin.getHost() + ":" + port(origin)).toLowerCase(Locale.ROOT);
    }

    private static int port(URI origin) {
        return origin.getPort() >= 0 ? origin.getPort() : defaultPort(origin.getScheme());
    }

    private static int defaultPort(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> -1;
        };
    }
}
