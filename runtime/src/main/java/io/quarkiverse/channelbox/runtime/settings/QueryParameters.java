package io.quarkiverse.channelbox.runtime.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.netty.handler.codec.http.QueryStringDecoder;

/** The parameters of a query, read from the query itself: Vert.x puts path parameters among a request's parameters, too. */
public final class QueryParameters {

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * @param encoded {@code null} for none
     * @throws IllegalArgumentException if it is not percent-encoded correctly
     */
    public static QueryParameters of(String encoded) {
        return new QueryParameters(encoded == null ? Map.of()
                : new QueryStringDecoder(encoded, StandardCharsets.UTF_8, false).parameters());
    }

    /** The first value of a parameter. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(values.get(name)).map(all -> all.get(0));
    }
}
