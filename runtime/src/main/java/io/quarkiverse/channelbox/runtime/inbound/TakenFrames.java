package io.quarkiverse.channelbox.runtime.inbound;

import java.util.Set;

/** For which types of messages the endpoints have methods, as the build has found it. */
public class TakenFrames {

    private final Set<String> textOnly;
    private final Set<String> binaryOnly;

    /** @param textOnly ids of endpoints, as are the others */
    public TakenFrames(Set<String> textOnly, Set<String> binaryOnly) {
        this.textOnly = textOnly;
        this.binaryOnly = binaryOnly;
    }

    /** What an endpoint takes. One that takes neither only pushes: WebSockets Next ignores what comes, whatever it is. */
    Taken of(String endpointId) {
        return new Taken(!binaryOnly.contains(endpointId), !textOnly.contains(endpointId));
    }

    /** What an endpoint takes. */
    record Taken(boolean text, boolean binary) {
    }
}
