package io.quarkiverse.channelbox.runtime.upgrade;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * An upgrade that {@link GroupUpgradeCheck} has not been asked about yet: Quarkus authenticates before, and an identity
 * provider may never answer. Used on the request's context.
 */
final class Undecided {

    private static final String TIMER = Undecided.class.getName();

    private Undecided() {
    }

    /** What is not decided on in time is refused. */
    static void begin(RoutingContext request) {
        Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(TIMER, request.vertx().setTimer(TimeLimit.SECONDS * 1_000, fired -> refuse(request.response())));
        }
    }

    private static void refuse(HttpServerResponse response) {
        if (!response.headWritten() && !response.closed()) {
            response.putHeader(Answers.REASON_HEADER, TimeLimit.REASON).setStatusCode(503).end();
        }
    }

    /** From now on there are limits for each of the decisions. */
    static void end() {
        Context context = Vertx.currentContext();
        Long timer = context == null ? null : context.getLocal(TIMER);
        if (timer != null) {
            context.owner().cancelTimer(timer);
            context.removeLocal(TIMER);
        }
    }
}
