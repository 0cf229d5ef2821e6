package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.Optional;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets scripts of other origins read the answer to an {@link UpgradeProbe}, but only of those that may open WebSockets, and
 * nothing else of the application (Fetch standard, CORS protocol). It answers for the probe also where the application has
 * configured CORS for its resources.
 */
@Singleton
public class ProbeCors {

    private static final String ALLOWED_HEADERS = UpgradeProbe.HEADER + ", " + UpgradeProbe.PROTOCOLS_HEADER;
    private static final String MAX_AGE_SECONDS = "600";
    private static final int FIRST_ERROR = 400;

    private final OriginPolicy origins;

    public ProbeCors(OriginPolicy origins) {
        this.origins = origins;
    }

    /** Whether a browser asks if a script may probe. */
    boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD)
                && request.headers().getAll(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS).stream()
                        .flatMap(value -> Stream.of(value.split(",")))
                        .anyMatch(name -> name.strip().equalsIgnoreCase(UpgradeProbe.HEADER));
    }

    /** Without headers for origins that may not open WebSockets, which means no. */
    void answerPreflight(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headers.set(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        origins.allowedOrigin(context.request()).ifPresent(origin -> {
            allow(headers, origin);
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
            headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
            headers.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, MAX_AGE_SECONDS);
        });
        context.response().setStatusCode(204).end();
    }

    /** Lets the script see that, and why, the upgrade would be refused, but no page of the application of the same path. */
    void expose(RoutingContext context) {
        Optional<String> origin = origins.allowedOrigin(context.request());
        context.addHeadersEndHandler(end -> {
            MultiMap headers = context.response().headers();
            if (!headers.contains(HttpHeaders.VARY, HttpHeaders.ORIGIN, true)) {
                headers.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            }
            if (origin.isPresent() && context.response().getStatusCode() >= FIRST_ERROR) {
                allow(headers, origin.get());
                headers.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, Answers.REASON_HEADER);
            }
        });
    }

    private static void allow(MultiMap headers, String origin) {
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
}
