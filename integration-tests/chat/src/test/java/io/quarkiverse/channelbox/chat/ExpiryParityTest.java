package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** The two of the Python package's tests that have to do with time: with channels that expire after four seconds. */
@QuarkusTest
@TestProfile(ExpiryParityTest.Brief.class)
class ExpiryParityTest extends ChatTestBase {

    public static class Brief implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.channel-box.expires", "4s",
                    "quarkus.channel-box.cleanup.every", "off",
                    "quarkus.channel-box.ping-interval", "0");
        }
    }

    private static int cleanExpired() {
        return given().post("/api/clean-expired").then().statusCode(200).extract().path("closedConnections");
    }

    @Test
    void expiredChannelRemoved() {
        try (WsClient client = chat("lobby")) {
            assertEquals(0, cleanExpired());
            await().atMost(20, TimeUnit.SECONDS).until(() -> cleanExpired() == 1);
            assertEquals(4408, client.closeCode());
            assertEquals(0, channels("chat-lobby"));
        }
    }

    /** One member is written to all the time, the other is not: only that one expires. */
    @Test
    void sendUpdatesLastActivity() {
        try (WsClient busy = chat("busy"); WsClient idle = chat("idle")) {
            await().atMost(20, TimeUnit.SECONDS).until(() -> {
                postWithoutHistory("chat-busy", "\"hi\"");
                assertEquals("\"hi\"", busy.next());
                return cleanExpired() == 1;
            });
            assertEquals(4408, idle.closeCode());
            assertFalse(busy.isClosed());
            assertEquals(1, channels("chat-busy"));
        }
    }
}
