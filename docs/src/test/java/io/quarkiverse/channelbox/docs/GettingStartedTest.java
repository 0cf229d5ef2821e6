package io.quarkiverse.channelbox.docs;

import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;

import org.acme.chat.ChatMessage;
import org.acme.chat.ChatResource;
import org.acme.chat.ChatSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

/** Goes the steps of the page "Getting started". */
class GettingStartedTest {

    private static final String ANN = "{\"user\":\"ann\",\"text\":\"hi\"}";
    private static final String CRON = "{\"user\":\"cron\",\"text\":\"The backup is done\"}";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(ChatMessage.class, ChatSocket.class, ChatResource.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.replay", "20");

    @TestHTTPResource("/")
    URI base;

    @Test
    void whatIsSaidReachesTheRoomAndThoseWhoComeLater() {
        try (WsClient ann = WsClient.open(base, "/ws/chat/lobby"); WsClient bob = WsClient.open(base, "/ws/chat/lobby")) {
            ann.send(ANN);
            assertEquals(ANN, ann.next());
            assertEquals(ANN, bob.next());

            say(CRON).body("deliveredHere", is(2)).body("stored", is(false)).body("id", nullValue());
            assertEquals(CRON, bob.next());
        }
        try (WsClient late = WsClient.open(base, "/ws/chat/lobby")) {
            say(CRON);
            assertEquals(List.of(ANN, CRON), late.next(2));
        }
    }

    private ValidatableResponse say(String message) {
        return RestAssured.given().contentType(ContentType.JSON).body(message).post("/chat/lobby").then().statusCode(200);
    }
}
