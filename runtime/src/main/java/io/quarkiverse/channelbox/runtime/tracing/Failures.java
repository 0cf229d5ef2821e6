package io.quarkiverse.channelbox.runtime.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** What spans tell of failures: all but their messages, which may name a group or a user. */
final class Failures {

    private static final int MAX_CAUSES = 8;

    private Failures() {
    }

    static void record(Span span, Throwable failure) {
        String type = failure.getClass().getName();
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(Conventions.ERROR_TYPE, type);
        span.addEvent("exception", Attributes.of(Conventions.EXCEPTION_TYPE, type, Conventions.EXCEPTION_STACKTRACE,
                trace(failure)));
    }

    /** As it is printed, without the messages. */
    private static String trace(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            text.append(i == 0 ? "" : "Caused by: ").append(cause.getClass().getName()).append('\n');
            for (StackTraceElement frame : cause.getStackTrace()) {
                text.append("\tat ").append(frame).append('\n');
            }
            cause = cause.getCause();
        }
        return text.toString();
    }
}
