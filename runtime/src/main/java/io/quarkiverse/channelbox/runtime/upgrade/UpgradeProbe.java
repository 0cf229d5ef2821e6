package io.quarkiverse.channelbox.runtime.upgrade;

import java.util.List;

import jakarta.inject.Singleton;

import io.quarkus.websockets.next.HandshakeRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Lets a script ask why its WebSocket did not open: a browser does not tell it the status of the answer. A POST or GET of the
 * WebSocket's address with the header {@value #HEADER} goes the way of the upgrade, with the same credentials, and is answered
 * as the upgrade would be, with the status of the refusal, or with 426 (Upgrade Required, RFC 9110, section 15.5.22) where the
 * upgrade would be let in. Called on event loops.
 */
@Singleton
public class UpgradeProbe {

    static final String HEADER = "Channel-Box-Probe";
    /** What the upgrade has in {@code Sec-WebSocket-Protocol}, a header that scripts may not set. */
    static final String PROTOCOLS_HEADER = "Channel-Box-Protocols";
    static final int WOULD_BE_LET_IN = 426;
    private static final int MAX_PROTOCOLS_LENGTH = 16 * 1024;

    private final ProbeCors cors;
    private final Undecided undecided;

    public UpgradeProbe(ProbeCors cors, Undecided undecided) {
        this.cors = cors;
        this.undecided = undecided;
    }

    static boolean isProbe(HttpServerRequest request) {
        return request.headers().contains(HEADER);
    }

    /** Of any request of an endpoint's path, before Quarkus' own handlers see it. */
    void handle(RoutingContext context, String endpointId) {
        HttpServerRequest request = context.request();
        if (cors.isPreflight(request)) {
            cors.answerPreflight(context);
        } else if (isProbe(request) && request.method().equals(HttpMethod.POST)) {
            // Browsers say the Origin with POST only; what follows, the application's POST routes above all, is for the upgrade.
            context.reroute(HttpMethod.GET, request.query() == null ? request.path() : request.path() + "?" + request.query());
        } else if (isProbe(request) && request.method().equals(HttpMethod.GET)) {
            ask(context, endpointId);
        } else {
            if (request.headers().contains(HandshakeRequest.SEC_WEBSOCKET_KEY)) {
                undecided.begin(context, endpointId);
            }
            context.next();
        }
    }

    private void ask(RoutingContext context, String endpointId) {
        cors.expose(context);
        HttpServerRequest request = context.request();
        List<String> offered = request.headers().getAll(PROTOCOLS_HEADER);
        if (!offered.isEmpty()) {
            String protocols = String.join(", ", offered);
            if (protocols.length() > MAX_PROTOCOLS_LENGTH || !Tokens.isList(protocols)) {
                context.response().putHeader(Answers.REASON_HEADER, PROTOCOLS_HEADER + " is no list of protocols")
                        .setStatusCode(400).end();
                return;
            }
            request.headers().set(HandshakeRequest.SEC_WEBSOCKET_PROTOCOL, protocols);
        }
        // By this WebSockets Next knows an upgrade; GroupUpgradeCheck refuses all probes in the end.
        request.headers().set(HandshakeRequest.SEC_WEBSOCKET_KEY, "probe");
        undecided.begin(context, endpointId);
        context.next();
    }
}
