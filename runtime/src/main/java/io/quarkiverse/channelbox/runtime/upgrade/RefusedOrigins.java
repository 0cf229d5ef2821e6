package io.quarkiverse.channelbox.runtime.upgrade;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Says of an origin that it was refused, and how to allow it: browsers say nothing of it, and behind a proxy it may be the
 * application's own. Each origin is logged once in an hour, and no more than a hundred of them. Thread-safe.
 */
@Singleton
public class RefusedOrigins {

    static final int MAX_AN_HOUR = 100;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final Logger LOG = Logger.getLogger(RefusedOrigins.class);

    private final TimeSource time;
    private final Set<String> logged = new HashSet<>();
    private long since;

    public RefusedOrigins(TimeSource time) {
        this.time = time;
        this.since = time.ticks();
    }

    void log(HttpServerRequest request, String endpointId) {
        String origin = Printable.of(String.join(", ", request.headers().getAll(HttpHeaders.ORIGIN)));
        if (isNew(origin)) {
            LOG.warnf("The origin '%s' was refused at endpoint %s, host '%s'. If its pages may open WebSockets, add it to"
                    + " quarkus.channel-box.allowed-origins, or let the proxy before the application keep the Host header",
                    origin, endpointId, Printable.of(String.valueOf(request.authority())));
        }
    }

    synchronized boolean isNew(String origin) {
        long now = time.ticks();
        if (now - since >= HOUR_MILLIS) {
            since = now;
            logged.clear();
        }
        return logged.size() < MAX_AN_HOUR && logged.add(origin);
    }
}
