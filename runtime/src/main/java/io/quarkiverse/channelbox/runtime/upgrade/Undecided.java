package io.quarkiverse.channelbox.runtime.upgrade;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.membership.RefusalLog;
import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.quarkiverse.channelbox.runtime.membership.TimeLimit;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Upgrades that {@link GroupUpgradeCheck} has not been asked about yet: Quarkus authenticates before, and an identity provider
 * may never answer. Used on the request's context.
 */
@Singleton
public class Undecided {

    private static final String TIMER = Undecided.class.getName();

    private final Counts counts;
    private final RefusalLog refusals;

    public Undecided(Counts counts, RefusalLog refusals) {
        this.counts = counts;
        this.refusals = refusals;
    }

    /** What is not decided on in time is refused. */
    void begin(RoutingContext request, String endpointId) {
        Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(TIMER,
                    request.vertx().setTimer(TimeLimit.SECONDS * 1_000, fired -> refuse(request, endpointId)));
        }
    }

    private void refuse(RoutingContext request, String endpointId) {
        HttpServerResponse response = request.response();
        if (!response.headWritten() && !response.closed()) {
            response.putHeader(Answers.REASON_HEADER, TimeLimit.REASON).setStatusCode(503).end();
            if (!UpgradeProbe.isProbe(request.request())) {
                RefusedException late = TimeLimit.exceeded("the identity, or the decision of another HttpUpgradeCheck,");
                counts.refused(late.refusal().status());
                refusals.upgrade(endpointId, late);
            }
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
