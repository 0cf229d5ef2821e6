package io.quarkiverse.channelbox.chat;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.vertx.core.http.HttpServerRequest;

/**
 * Browsers let any page send a request to any server, and only keep the answer from it: what changes something is for the
 * application's own pages, and for clients that are no browsers and send no {@code Origin}. WebSockets have such a check
 * already.
 */
class CrossSiteRequests {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @ServerRequestFilter
    Optional<RestResponse<Problems.Problem>> refuse(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin == null || READING.contains(request.method().name()) || isOwn(origin, request) ? Optional.empty()
                : Optional.of(Problems.answer(RestResponse.Status.FORBIDDEN, "the request comes from another site"));
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        try {
            URI page = new URI(origin);
            return request.authority() != null && request.authority().toString().equalsIgnoreCase(page.getAuthority())
                    && (!request.isSSL() || "https".equals(page.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
