package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/** The page and what belongs to it are served. */
@QuarkusTest
class PageTest extends ChatTestBase {

    @ParameterizedTest
    @ValueSource(strings = { "name", "first-room", "enter", "rooms", "logs", "message", "send", "state", "bar", "members" })
    void hasItsParts(String id) {
        get("/").then().statusCode(200).contentType(startsWith("text/html")).body(containsString("id=\"" + id + "\""));
    }

    @Test
    void comesWithScriptAndStyle() {
        get("/").then().body(containsString("chat.js")).body(containsString("chat.css"));
        get("/chat.js").then().statusCode(200).contentType(containsString("javascript"));
        get("/channel-box.js").then().statusCode(200).contentType(containsString("javascript"));
        get("/chat.css").then().statusCode(200).contentType(startsWith("text/css"));
    }
}
