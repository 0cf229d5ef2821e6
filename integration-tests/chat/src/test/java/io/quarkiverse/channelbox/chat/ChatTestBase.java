package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anEmptyMap;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;

import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

/**
 * What the tests of the application have in common. They talk to it over HTTP and WebSockets only, so that they run against the
 * packaged application as well.
 */
abstract class ChatTestBase {

    @TestHTTPResource("/")
    URI base;

    /** Nobody and nothing is left over from another test. */
    @BeforeEach
    void startEmpty() {
        eventually(() -> get("/api/groups").then().statusCode(200).body("$", anEmptyMap()));
        given().delete("/api/history").then().statusCode(200);
    }

    /** Before a ping could find that somebody is gone. */
    static void eventually(ThrowingRunnable assertion) {
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(assertion);
    }

    WsClient chat(String group) {
        return WsClient.open(base, "/ws/chat/" + group);
    }

    static String said(String username, String message) {
        return "{\"username\":\"" + username + "\",\"message\":\"" + message + "\"}";
    }

    static ValidatableResponse post(String group, String json) {
        return given().contentType(ContentType.JSON).body(json).post("/api/groups/{group}/messages", group).then();
    }

    static ValidatableResponse postWithoutHistory(String group, String json) {
        return given().contentType(ContentType.JSON).queryParam("history", false).body(json)
                .post("/api/groups/{group}/messages", group).then();
    }

    static ValidatableResponse history(String group) {
        return get("/api/groups/{group}/history", group).then().statusCode(200);
    }

    static int channels(String group) {
        return get("/api/groups/{group}", group).then().statusCode(200).extract().path("channels");
    }
}
