package io.quarkiverse.channelbox.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** A test can send to those who are connected, too. */
@QuarkusTest
class InjectedChannelBoxTest {

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @Test
    void theTestSendsToAGroup() {
        try (WsClient client = WsClient.open(base, "/ws/relay/test")) {
            assertEquals(1, channelBox.group("relay-test").sendAndAwait("from the test").deliveredHere());
            assertEquals("from the test", client.next());
        }
    }
}
