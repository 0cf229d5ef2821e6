package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

/**
 * Which values of the {@code Origin} header may open a WebSocket (RFC 6455, section 10.2): browsers do not apply the
 * same-origin policy to WebSockets, so without this check any page could open one with the user's cookies.
 */
@Singleton
public class OriginPolicy {

    private static final String ANY = "*";
    /** As browsers write it. A host may have underscores, which {@link java.net.URI} does not take for one. */
    private static final Pattern ORIGIN = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9+.\\-]*)://(?<host>[a-z0-9._\\-]+|\\[[0-9a-f:.]+])(:(?<port>[0-9]{1,5}))?",
            Pattern.CASE_INSENSITIVE);

    private record Origin(String scheme, String host, int port) {
    }

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
        Optional<Origin> origin = origins.size() == 1 ? parse(origins.get(0)) : Optional.empty();
        if (origin.isEmpty()) {
            return false;
        }
        return allowed.map(set -> set.contains(normalize(origin.get())))
                .orElseGet(() -> isSameOrigin(origin.get(), request.authority()));
    }

    /** The scheme is not compared: behind a proxy that ends TLS the server does not know the one the browser used. */
    private static boolean isSameOrigin(Origin origin, HostAndPort host) {
        if (host == null || !origin.host().equalsIgnoreCase(host.host())) {
            return false;
        }
        int implied = defaultPort(origin.scheme());
        return host.port() > 0 ? host.port() == origin.port() : implied > 0 && implied == origin.port();
    }

    /** @throws IllegalArgumentException if a value is neither an origin nor {@code *} */
    public static Set<String> normalizeAll(List<String> origins) {
        return origins.stream().map(String::trim)
                .map(o -> o.equals(ANY) ? ANY
                        : normalize(parse(o).orElseThrow(() -> new IllegalArgumentException(
                                "'" + o + "' is not an origin like https://chat.example.org, and not '*'"))))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Empty for "null" (a sandboxed page) and garbage alike: no origin that could be allowed. */
    private static Optional<Origin> parse(String origin) {
        Matcher matcher = ORIGIN.matcher(origin);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scheme = matcher.group("scheme");
        String port = matcher.group("port");
        return Optional.of(new Origin(scheme, matcher.group("host"),
                port == null ? defaultPort(scheme) : Integer.parseInt(port)));
    }

    private static String normalize(Origin origin) {
        return (origin.scheme() + "://" + origin.host() + ":" + origin.port()).toLowerCase(Locale.ROOT);
    }

    private static int defaultPort(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            default -> -1;
        };
    }
}
