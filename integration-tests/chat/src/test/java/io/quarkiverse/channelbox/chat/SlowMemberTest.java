package io.quarkiverse.channelbox.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.junit.QuarkusTest;

/** A member that does not read delays nobody. */
@QuarkusTest
class SlowMemberTest extends ChatTestBase {

    /** More than the buffers of both sockets hold. */
    private static final int MESSAGES = 400;
    private static final String LARGE = "x".repeat(50_000);

    @Test
    void theOthersGetEverything() {
        List<WsClient> others = new ArrayList<>();
        try (WsClient slow = WsClient.open(base, "/ws/relay/slow")) {
            slow.pause();
            for (int i = 0; i < 3; i++) {
                others.add(WsClient.open(base, "/ws/relay/slow"));
            }
            WsClient sender = others.get(0);
            for (int i = 0; i < MESSAGES; i++) {
                String message = i + LARGE;
                sender.send(message);
                for (WsClient other : others) {
                    assertEquals(message, other.next());
                }
            }
            others.forEach(WsClient::close);
            slow.abort();
        }
    }
}
