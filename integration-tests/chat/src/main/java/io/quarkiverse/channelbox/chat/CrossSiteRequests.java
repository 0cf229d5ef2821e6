package io.quarkiverse.channelbox.chat;

import java.util.Optional;
import java.util.Set;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.quarkiverse.channelbox.AllowedOrigins;
import io.vertx.core.http.HttpServerRequest;

/**
 * Browsers let any page send a request to any server, and only keep the answer from it: what changes something is for the
 * application's own pages, and for clients that are no browsers. WebSockets have the same check already.
 */
class CrossSiteRequests {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final AllowedOrigins origins;

    CrossSiteRequests(AllowedOrigins origins) {
        this.origins = origins;
    }

    @ServerRequestFilter
    Optional<RestResponse<Problems.Problem>> refuse(HttpServerRequest request) {
        return READING.contains(request.method().name()) || origins.allows(request) ? Optional.empty()
                : Optional.of(Problems.answer(RestResponse.Status.FORBIDDEN, "the request comes from another site"));
    }
}
