package io.quarkiverse.channelbox.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.benchmark.load.Options;

/** The channel-box of this checkout and, with {@code baseline=path}, that of another one, to be measured side by side. */
final class Compared {

    static final String OWN = "channel-box";
    static final String BASELINE = "baseline";

    private Compared() {
    }

    static List<Peer> peers(Options options, int port, String... settings) {
        List<Peer> peers = new ArrayList<>();
        peers.add(Peer.channelBox(port, settings));
        String baseline = options.text(BASELINE, "");
        if (!baseline.isEmpty()) {
            peers.add(Peer.channelBox(Path.of(baseline), BASELINE, port, settings));
        }
        return peers;
    }
}
