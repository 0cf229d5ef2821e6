package io.quarkiverse.channelbox.runtime.upgrade;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.websockets.next.HandshakeRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * Lets a script ask why its WebSocket did not open: a browser does not tell it the status of the answer. A plain GET of the
 * WebSocket's address with the header {@value #HEADER} is answered as the upgrade would be, with the status of the refusal, or
 * with 426 (Upgrade Required, RFC 9110, section 15.5.22) where the upgrade would be let in.
 */
@Singleton
public class UpgradeProbe {

    static final String HEADER = "Channel-Box-Probe";
    static final int WOULD_BE_LET_IN = 426;
    /** After authentication, which has a higher one, and before the endpoints. */
    private static final int PRIORITY = 50;

    void filter(@Observes Filters filters) {
        filters.register(context -> {
            if (isProbe(context.request()) && context.request().method() == HttpMethod.GET) {
                // By this WebSockets Next knows an upgrade; GroupUpgradeCheck refuses all probes in the end.
                context.request().headers().set(HandshakeRequest.SEC_WEBSOCKET_KEY, "probe");
            }
            context.next();
        }, PRIORITY);
    }

    static boolean isProbe(HttpServerRequest request) {
        return request.headers().contains(HEADER);
    }
}
