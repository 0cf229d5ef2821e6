package io.quarkiverse.channelbox.benchmark.server;

import java.util.Set;

/** How a connection names the groups that it is in: commas separate them in the path, and a message begins with one of them. */
final class ManyGroups {

    private ManyGroups() {
    }

    static Set<String> of(String lastSegment) {
        return Set.of(lastSegment.split(","));
    }

    static String addressee(String message) {
        return message.substring(0, message.indexOf(' '));
    }
}
