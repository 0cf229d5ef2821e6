package io.quarkiverse.channelbox.runtime.upgrade;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.Printable;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Says of an origin that it was refused, and how to allow it: browsers say nothing of it, and behind a proxy it may be the
 * application's own. Each origin is logged once in an hour, and no more than a hundred of them, with how many upgrades were
 * refused for their origin since the line before. Thread-safe.
 */
@Singleton
public class RefusedOrigins {

    static final int MAX_AN_HOUR = 100;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    static final String REASON = "the origin is not allowed (quarkus.channel-box.allowed-origins)";
    private static final Logger LOG = Logger.getLogger(OperatorLog.CATEGORY);

    private final TimeSource time;
    private final OperatorLog operator;
    private final Set<String> logged = new HashSet<>();
    private long since;
    private long refused;

    public RefusedOrigins(TimeSource time, OperatorLog operator) {
        this.time = time;
        this.operator = operator;
        this.since = time.ticks();
    }

    void log(HttpServerRequest request, String endpointId) {
        String origin = Printable.of(String.join(", ", request.headers().getAll(HttpHeaders.ORIGIN)));
        String host = (request.isSSL() ? "https://" : "") + Printable.of(String.valueOf(request.authority()));
        Supplier<String> text = () -> "The origin '" + origin + "' was refused at endpoint " + endpointId + ", host '" + host
                + "'. If its pages may open WebSockets, add it to quarkus.channel-box.allowed-origins, or let the proxy before"
                + " the application keep the Host header";
        if (areTooMany(origin)) {
            // Whoever sends any number of them does not hide one that somebody waits for.
            operator.warn(RefusedOrigins.class, text);
            return;
        }
        long more = refused(origin);
        if (more >= 0) {
            LOG.warn(text.get() + (more == 0 ? "" : " (" + more + " more of the kind since the line before)"));
        }
    }

    /** Whether so many were logged that this one, which was not, has to share a line with others. */
    synchronized boolean areTooMany(String origin) {
        return logged.size() >= MAX_AN_HOUR && time.ticks() - since < HOUR_MILLIS && !logged.contains(origin);
    }

    /** Returns how many others were refused since the last one that was logged, or -1 if this one is not logged. */
    synchronized long refused(String origin) {
        if (!isNew(origin)) {
            refused++;
            return -1;
        }
        long more = refused;
        refused = 0;
        return more;
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
