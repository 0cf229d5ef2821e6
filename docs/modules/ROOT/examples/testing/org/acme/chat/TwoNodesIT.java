package org.acme.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testing.GroupClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

// tag::nodes[]
@QuarkusIntegrationTest
@WithTestResource(OneRedis.class)
class TwoNodesIT {

    @Test
    void aRoomSpansTheNodes() throws IOException {
        try (OtherNode other = new OtherNode("-Dquarkus.redis.hosts=" + OneRedis.hosts());
                GroupClient here = GroupClient.connect("/ws/chat/lobby");
                GroupClient there = GroupClient.connect(other.uri("/ws/chat/lobby"))) {
            here.send(new ChatMessage("ann", "hi"));
            assertEquals(new ChatMessage("ann", "hi"), there.awaitMessage(ChatMessage.class));
        }
    }
}
// end::nodes[]
