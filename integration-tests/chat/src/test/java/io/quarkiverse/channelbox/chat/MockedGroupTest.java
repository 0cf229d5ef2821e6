package io.quarkiverse.channelbox.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.net.URI;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.InjectMock;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;

/** An endpoint can be tested by itself: the group of its connections is replaced by a mock. */
@QuarkusTest
class MockedGroupTest {

    @InjectMock
    Group group;

    @TestHTTPResource("/")
    URI base;

    @Test
    void theEndpointTalksToTheMock() {
        when(group.send(any())).thenReturn(Uni.createFrom().item(Receipt.notStored(1)));
        try (WsClient client = WsClient.open(base, "/ws/relay/mock")) {
            client.send("hello");
            verify(group, timeout(10_000)).send("hello");
            assertEquals(0, client.waiting());
        }
    }
}
