package io.quarkiverse.channelbox.runtime.protocol;

/**
 * The span of a client that a command belongs to, as W3C Trace Context has it in HTTP headers. That it is one is not checked.
 *
 * @param traceparent at most {@value #MAX_TRACEPARENT} characters
 * @param tracestate at most {@value #MAX_TRACESTATE} characters; {@code null} for none
 */
public record TraceParent(String traceparent, String tracestate) {

    /** Those of today have 55; later versions may append to them. */
    static final int MAX_TRACEPARENT = 128;
    /** What everybody has to take. */
    static final int MAX_TRACESTATE = 512;
}
