package io.quarkiverse.channelbox.storm;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class NodeStormIT {

    private static final int CLIENTS = 10;

    @Test
    void everybodyHasTheLogOrIsTold() throws IOException, InterruptedException {
        try (Storm storm = new Storm(CLIENTS); NodeCaller node = new NodeCaller(storm.network().uri())) {
            storm.run(List.of(node));
        }
    }
}
