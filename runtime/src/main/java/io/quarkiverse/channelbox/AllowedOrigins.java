package io.quarkiverse.channelbox;

import io.vertx.core.http.HttpServerRequest;

/**
 * From which pages requests may come, by {@code quarkus.channel-box.allowed-origins}: what is asked of every upgrade. Browsers
 * let any page send a request to any server, with the user's cookies, and only keep the answer from it; so whatever else
 * changes something should ask it, too. Inject it; it is thread-safe and does not block.
 */
public interface AllowedOrigins {

    /**
     * Whether a request comes from a page of such an origin, or from no page at all: it has one {@code Origin} header with
     * such an origin, or none and no {@code Sec-Fetch-Site} that tells of another site.
     */
    boolean allows(HttpServerRequest request);
}
