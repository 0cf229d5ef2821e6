package io.quarkiverse.channelbox.benchmark.load;

import java.io.IOException;
import java.util.List;

/** Clients that come, one after the other, while the server has a lot to do: how long each of them waits to be a member. */
final class Newcomers {

    private final Connector connector;
    private final int port;
    private final Group group;
    private Latencies waits = new Latencies();
    private Member current;
    private long since;

    Newcomers(Connector connector, int port, Group group) {
        this.connector = connector;
        this.port = port;
        this.group = group;
    }

    /** The next one comes, if the last one is through. */
    void come() throws IOException {
        if (current == null) {
            since = System.nanoTime();
            current = connector.open(port, List.of(group), Window.none(),
                    member -> member.read(connector.buffer(), new Latencies()));
        }
    }

    /** Whoever is a member leaves. */
    void leave() throws IOException {
        if (current != null && current.isReady()) {
            waits.add((System.nanoTime() - since) / 1000);
            current.close();
            current = null;
        }
    }

    /** Those that are members already do not count. */
    void start() {
        waits = new Latencies();
    }

    /** Of those that came; of the one that waits, if there is one, until now. */
    Latencies waits() {
        if (current != null) {
            waits.add((System.nanoTime() - since) / 1000);
        }
        return waits;
    }
}
