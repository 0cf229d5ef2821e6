package io.quarkiverse.channelbox.chat;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * A request without a {@code Host}, or with one that names none, is refused before any resource sees it. Quarkus logs an error
 * for each, and whoever can connect can send any number of them.
 */
@Singleton
class UnusableHosts {

    private static final int BAD_REQUEST = 400;

    void answer(@Observes Router router) {
        router.route().failureHandler(UnusableHosts::answer);
    }

    private static void answer(RoutingContext failed) {
        if (failed.statusCode() == BAD_REQUEST && failed.request().authority() == null) {
            failed.response().setStatusCode(BAD_REQUEST).end();
        } else {
            failed.next();
        }
    }
}
