package io.quarkiverse.channelbox.runtime.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A web origin (RFC 6454, section 4), as the {@code Origin} header and {@code allowed-origins} have it.
 *
 * @param port the default one of the scheme if none was given, -1 if it has none
 */
public record Origin(String scheme, String host, int port) {

    /** The value of {@code allowed-origins} that allows any. */
    public static final String ANY = "*";

    /** As browsers write it. A host may have underscores, which {@link java.net.URI} does not take for one. */
    private static final Pattern ORIGIN = Pattern.compile(
            "(?<scheme>[a-z][a-z0-9+.\\-]*)://(?<host>[a-z0-9._\\-]+|\\[[0-9a-f:.]+])(:(?<port>[0-9]{1,5}))?",
            Pattern.CASE_INSENSITIVE);

    /** Empty for "null" (a sandboxed page) and garbage alike: no origin that could be allowed. */
    public static Optional<Origin> parse(String origin) {
        Matcher matcher = ORIGIN.matcher(origin);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scheme = matcher.group("scheme");
        String port = matcher.group("port");
        return Optional.of(new Origin(scheme, matcher.group("host"),
                port == null ? defaultPort(scheme) : Integer.parseInt(port)));
    }

    /** @throws IllegalArgumentException if a value is neither an origin nor {@code *} */
    public static Set<String> normalizeAll(List<String> origins) {
        return origins.stream().map(String::trim)
                .map(o -> o.equals(ANY) ? ANY
                        : parse(o).orElseThrow(() -> new IllegalArgumentException(
                                "'" + o + "' is not an origin like https://chat.example.org, and not '*'")).normalized())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The same text for the same origin. */
    public String normalized() {
        return (scheme + "://" + host + ":" + port).toLowerCase(Locale.ROOT);
    }

    /** As browsers write it: without the port where it is the default one (HTML standard, "serialization of an origin"). */
    public String serialized() {
        return (scheme + "://" + host + (port == defaultPort() ? "" : ":" + port)).toLowerCase(Locale.ROOT);
    }

    private static int defaultPort(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }

    /** Whether it is that of a page which came over HTTP: others are never those of a server. */
    public boolean isHttp() {
        return isHttps() || scheme.equalsIgnoreCase("http");
    }

    public boolean isHttps() {
        return scheme.equalsIgnoreCase("https");
    }

    /** The port that is meant where none is written; -1 if the scheme has none. */
    public int defaultPort() {
        return defaultPort(scheme);
    }
}
