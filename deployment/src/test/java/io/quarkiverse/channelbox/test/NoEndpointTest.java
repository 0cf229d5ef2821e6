package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkus.test.QuarkusUnitTest;

/** An application that has no WebSocket endpoint at all still builds and can send, to nobody yet. */
class NoEndpointTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication();

    @Inject
    ChannelBox channelBox;

    @Test
    void canSendToNobody() {
        Receipt receipt = channelBox.group("empty").sendAndAwait("hello", SendOptions.saveHistory());
        assertEquals(0, receipt.deliveredHere());
        assertEquals("hello", channelBox.group("empty").history(HistoryQuery.all()).await().indefinitely().get(0).text());
        assertTrue(channelBox.local().groups().isEmpty());
        assertEquals(CleanupReport.of(0, 0, 0, 0), channelBox.cleanExpired().await().indefinitely());
        assertEquals(1, channelBox.flushHistory().await().indefinitely());
    }
}
