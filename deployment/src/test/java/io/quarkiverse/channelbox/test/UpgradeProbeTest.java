package io.quarkiverse.channelbox.test;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.GroupAuthorizer;
import io.quarkiverse.channelbox.JoinRequest;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** A script that may not see why its upgrade was refused can ask. */
class UpgradeProbeTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Room.class, Plain.class, NotSecret.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-channels-per-group", "1");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/plain")
    public static class Plain {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Singleton
    public static class NotSecret implements GroupAuthorizer {
        @Override
        public Uni<Boolean> mayJoin(JoinRequest request) {
            return Uni.createFrom().item(!request.group().equals("room-secret"));
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private static io.restassured.response.ValidatableResponse probe(String path) {
        return given().urlEncodingEnabled(false).header("Channel-Box-Probe", "1").get(path).then();
    }

    @ParameterizedTest
    @CsvSource({ "/room/a..b, 400", "/room/secret, 403", "/room/1?resume=x, 400" })
    void theRefusal(String path, int status) {
        assertEquals(status, WsClient.upgradeStatus(base, path, java.util.Map.of()));
        probe(path).statusCode(status).header("Channel-Box-Refusal", not(emptyOrNullString()));
    }

    /** It takes no place. */
    @Test
    void aFullGroup() {
        for (int i = 0; i < 3; i++) {
            probe("/room/1").statusCode(426).header("Upgrade", equalTo("websocket"));
        }
        try (WsClient client = WsClient.open(base, "/room/1")) {
            probe("/room/1").statusCode(503);
        }
        await().until(() -> channelBox.local().groups().isEmpty());
        probe("/room/1").statusCode(426);
    }

    @Test
    void whatIsNoneOfItsBusiness() {
        probe("/plain").statusCode(426);
        probe("/unknown").statusCode(404);
        given().get("/room/a..b").then().statusCode(404);
        given().header("Channel-Box-Probe", "1").post("/room/1").then().statusCode(404);
    }
}
