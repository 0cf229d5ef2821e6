package io.quarkiverse.channelbox.soak;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.quarkiverse.channelbox.testclient.ProtocolClient;

/** Takes all places of a node, to see how many there are. */
final class Places {

    /** With the hall, as many as a connection may have. */
    private static final int ROOMS_EACH = 99;

    private Places() {
    }

    /** How many channels there could be, at the most one more than so many. */
    static int count(URI base, int max) throws IOException {
        List<ProtocolClient> clients = new ArrayList<>();
        try {
            int taken = 0;
            while (taken <= max) {
                ProtocolClient client;
                try {
                    client = ProtocolClient.tryToOpen(base, "/soak/places?token=places.9999999999");
                } catch (IOException e) {
                    return taken;
                }
                clients.add(client);
                taken++;
                for (int room = 0; room < ROOMS_EACH; room++) {
                    if (client.answerTo(client.ask("join", "group", "room-p" + taken)).has("error")) {
                        return taken;
                    }
                    taken++;
                }
            }
            return taken;
        } finally {
            clients.forEach(ProtocolClient::close);
        }
    }
}
