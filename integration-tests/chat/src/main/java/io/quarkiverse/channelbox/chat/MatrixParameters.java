package io.quarkiverse.channelbox.chat;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.vertx.core.http.HttpServerRequest;

/** Jakarta REST cuts off what follows a {@code ;} in a path, so that {@code a;b} would be the group {@code a}. */
class MatrixParameters {

    @ServerRequestFilter
    void refuse(HttpServerRequest request) {
        if (request.path().indexOf(';') >= 0) {
            throw new BadRequest("a path here has no ';', which no group name may have");
        }
    }
}
