package io.quarkiverse.channelbox.runtime.inbound;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkus.websockets.next.WebSocketConnection;

/** Counts what clients do wrong, and tells of it, seldom. */
@Singleton
public class Violations {

    /** Of messages that no codec could decode, in metrics. */
    private static final String UNDECODABLE = "undecodable";
    /** What metrics tell apart. */
    public static final List<String> KINDS = Stream.concat(Arrays.stream(Violation.values()).map(Violation::kind),
            Stream.of(UNDECODABLE)).toList();

    private final Counts counts;
    private final OperatorLog log;

    public Violations(Counts counts, OperatorLog log) {
        this.counts = counts;
        this.log = log;
    }

    /** A connection is about to be closed. */
    void closed(WebSocketConnection webSocket, Violation violation, String reason) {
        counts.violated(violation.kind());
        log.info(violation, () -> "Connection " + webSocket.id() + " of endpoint " + webSocket.endpointId()
                + " was closed with " + violation.code() + ": " + reason);
    }

    /** A message was left out. @param reason that is fit to be logged */
    public void undecodable(WebSocketConnection webSocket, String reason) {
        counts.violated(UNDECODABLE);
        log.warn(UNDECODABLE, () -> "Connection " + webSocket.id() + " sent to endpoint " + webSocket.endpointId()
                + " what its method cannot be given; it was left out: '" + reason + '\'');
    }
}
