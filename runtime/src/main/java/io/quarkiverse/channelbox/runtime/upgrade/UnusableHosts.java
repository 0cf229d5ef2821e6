package io.quarkiverse.channelbox.runtime.upgrade;

import io.vertx.ext.web.RoutingContext;

/**
 * Refuses the requests of an endpoint's path that have no {@code Host} header, or one that names no host, as HTTP wants it
 * (RFC 9112, section 3.2). They are refused already when this is called; without it each would be an error in the log.
 */
final class UnusableHosts {

    private static final int STATUS = 400;

    private UnusableHosts() {
    }

    static void handle(RoutingContext failed) {
        if (failed.statusCode() == STATUS && failed.request().authority() == null) {
            failed.response().setStatusCode(STATUS).putHeader(Answers.REASON_HEADER, "the Host header names no host").end();
        } else {
            failed.next();
        }
    }
}
