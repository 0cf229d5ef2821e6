package io.quarkiverse.channelbox.runtime.tracing;

import io.opentelemetry.api.trace.Span;
import io.quarkiverse.channelbox.runtime.observe.CarryingOut;

/** The span of a command, which is recorded. */
record CommandSpan(Span span) implements CarryingOut {

    private static final int SERVER_FAILURES = 500;

    @Override
    public void done() {
        span.end();
    }

    /** That a client may not do something is no failure of the server: as the conventions for HTTP have it. */
    @Override
    public void refused(int status, Throwable failure) {
        span.setAttribute(Conventions.STATUS, (long) status);
        if (status >= SERVER_FAILURES) {
            Failures.record(span, failure);
        }
        span.end();
    }
}
