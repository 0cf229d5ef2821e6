package org.acme.security;

import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;

// tag::filter[]
public class TokenInQuery {

    void register(@Observes Filters filters) {
        filters.register(context -> {
            String token = context.request().getParam("token");
            if (token != null && context.request().path().startsWith("/ws/")) {
                context.request().headers().set("Authorization", "Bearer " + token);
            }
            context.next();
        }, SecurityHandlerPriorities.AUTHENTICATION + 10); // <1>
    }
}
// end::filter[]
