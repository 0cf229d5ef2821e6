package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.RawHttp;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;

/** The REST calls. */
@QuarkusTest
class RestCallsTest extends ChatTestBase {

    private static final int MAX_BODY = 256 * 1024;

    @Test
    void sendsAnyJsonValueAsItIs() {
        List<String> values = List.of("{\"a\":1.10,\"b\":[true,null]}", "[1, 2]", "\"text\"", "12345678901234567890123", "null",
                "false", "{}");
        try (WsClient client = chat("lobby")) {
            for (String value : values) {
                post("chat-lobby", value).statusCode(202).contentType(ContentType.JSON)
                        .body("id", notNullValue()).body("delivered", is(1)).body("stored", is(true));
            }
            assertEquals(values, client.next(values.size()));
        }
        String stored = history("chat-lobby").body("$", hasSize(values.size())).extract().asString();
        for (String value : values) {
            assertEquals(true, stored.contains("\"payload\":" + value + "}"), stored);
        }
    }

    @Test
    void sendsWithoutHistory() {
        try (WsClient client = chat("lobby")) {
            postWithoutHistory("chat-lobby", "{\"a\":1}").statusCode(202)
                    .body("id", nullValue()).body("delivered", is(1)).body("stored", is(false));
            assertEquals("{\"a\":1}", client.next());
            history("chat-lobby").body("$", hasSize(0));
        }
    }

    private int postFrom(String... headers) {
        RequestSpecification call = given().contentType(ContentType.JSON).body("1");
        for (int i = 0; i < headers.length; i += 2) {
            call.header(headers[i], headers[i + 1]);
        }
        return call.post("/api/groups/chat-lobby/messages").statusCode();
    }

    /** A browser sends it for any page, and would not show the page the answer. */
    @Test
    void refusesWhatPagesOfOtherSitesWouldChange() {
        String own = "http://" + base.getAuthority();
        for (String origin : List.of("https://evil.example", "null", "", "http://localhost:1", own + ".evil.example", own + "/",
                "ftp://" + base.getAuthority(), "http://evil.example@" + base.getAuthority())) {
            assertEquals(403, postFrom("Origin", origin), origin);
        }
        history("chat-lobby").body("$", hasSize(0));
        assertEquals(202, postFrom("Origin", own));
        for (String path : List.of("/api/groups", "/api/history")) {
            given().header("Origin", "https://evil.example").delete(path).then().statusCode(403).body("error",
                    containsString("another site"));
            given().header("Origin", "https://evil.example").get(path).then().statusCode(200);
        }
        given().header("Origin", "https://evil.example").post("/api/clean-expired").then().statusCode(403);
        history("chat-lobby").body("$", hasSize(1));
        given().header("Origin", own).delete("/api/history").then().statusCode(200).body("messages", is(1));
        assertEquals(202, postFrom("Host", "chat.example", "Origin", "https://chat.example"));
        assertEquals(403, postFrom("Host", "chat.example", "Origin", own));
        assertEquals(202, postFrom("Host", "chat.example", "Origin", "http://chat.example:80"));
        assertEquals(202, postFrom("Host", "chat.example:443", "Origin", "https://chat.example"));
        assertEquals(403, postFrom("Origin", own, "Origin", "https://evil.example"));
        for (String site : List.of("cross-site", "same-site")) {
            assertEquals(403, postFrom("Sec-Fetch-Site", site), site);
        }
        assertEquals(202, postFrom("Sec-Fetch-Site", "same-origin"));
    }

    /** Whoever copies the demo does not keep it for ever. */
    @Test
    void whatWasSaidHasAnEnd() {
        assertEquals(Duration.ofDays(1),
                ConfigProvider.getConfig().getValue("quarkus.channel-box.history.ttl", Duration.class));
    }

    @Test
    void sendsToNobody() {
        post("chat-empty", "1").statusCode(202).body("delivered", is(0)).body("stored", is(true));
        get("/api/groups/chat-empty").then().statusCode(200).body("$", equalTo(java.util.Map.of("channels", 0)));
        get("/api/groups").then().statusCode(200).body("$", anEmptyMap());
    }

    @Test
    void refusesWhatIsNotJson() {
        for (String body : List.of("", " ", "{x", "1 2", "nope", "{\"a\":}")) {
            post("chat-lobby", body).statusCode(400).contentType(ContentType.JSON).body("error", containsString("the body"));
        }
        given().queryParam("history", "maybe").body("1").post("/api/groups/chat-lobby/messages").then().statusCode(400)
                .body("error", containsString("'maybe'"));
        history("chat-lobby").body("$", hasSize(0));
    }

    /** It is as large as a message over a WebSocket may be, and nothing is made of it: a tree would be many times as large. */
    @Test
    void aBodyHasASize() throws IOException {
        try (WsClient client = chat("lobby")) {
            for (String largest : List.of('"' + "x".repeat(MAX_BODY - 2) + '"', "[{}" + ",{}".repeat(MAX_BODY / 3 - 2) + "]")) {
                post("chat-lobby", largest).statusCode(202);
                assertEquals(largest, client.next());
            }
        }
        assertEquals("HTTP/1.1 413", announceBody(MAX_BODY + 1));
        history("chat-lobby").body("$", hasSize(2));
    }

    /** The answer does not wait for the body: who still sends that when the connection is closed may not get the answer. */
    private String announceBody(int length) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("POST /api/groups/chat-lobby/messages HTTP/1.1\r\nHost: " + base.getAuthority()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void listsTheGroups() {
        try (WsClient one = chat("one"); WsClient two = chat("two"); WsClient three = chat("two")) {
            get("/api/groups").then().statusCode(200).body("$", aMapWithSize(2))
                    .body("chat-one.channels", is(1)).body("chat-two.channels", is(2));
            get("/api/groups/chat-two").then().statusCode(200).body("channels", is(2));
        }
    }

    @Test
    void readsTheHistory() {
        Instant before = Instant.now();
        for (int i = 0; i < 5; i++) {
            post("chat-lobby", String.valueOf(i)).statusCode(202);
        }
        post("chat-other", "\"other\"").statusCode(202);
        var all = history("chat-lobby").body("payload", contains(0, 1, 2, 3, 4));
        assertFalse(Instant.parse(all.extract().path("[0].created")).isBefore(before));
        String second = all.extract().path("[1].id");
        get("/api/groups/chat-lobby/history?limit=2").then().statusCode(200).body("payload", contains(3, 4));
        get("/api/groups/chat-lobby/history?limit=0").then().statusCode(200).body("$", hasSize(0));
        get("/api/groups/chat-lobby/history?after=" + second).then().statusCode(200).body("payload", contains(2, 3, 4));
        get("/api/groups/chat-lobby/history?limit=1&after=" + second).then().statusCode(200).body("payload", contains(2));
        get("/api/history").then().statusCode(200).body("$", aMapWithSize(2))
                .body("chat-lobby.payload", contains(0, 1, 2, 3, 4)).body("chat-other.payload", contains("other"));
        for (String nonsense : List.of("limit=x", "limit=-1", "limit=1e3", "after=x", "after=a:b")) {
            get("/api/groups/chat-lobby/history?" + nonsense).then().statusCode(400).body("error", notNullValue());
        }
    }

    @Test
    void theHistoryHoldsTheNewestHundred() {
        for (int i = 0; i < 103; i++) {
            post("chat-lobby", String.valueOf(i)).statusCode(202);
        }
        history("chat-lobby").body("$", hasSize(100)).body("[0].payload", is(3)).body("[99].payload", is(102));
    }

    @Test
    void cleansOnDemand() {
        given().post("/api/clean-expired").then().statusCode(200).body("expiredChannels", is(0))
                .body("trimmedMessages", is(0));
    }

    /** They would be cut off, and the group be another one. */
    @Test
    void refusesMatrixParameters() {
        for (String name : List.of("a;b=c", "a;", "a%3Bb")) {
            String path = "/api/groups/" + name;
            assertEquals(400, RawHttp.send(base, "GET", path).status(), path);
            assertEquals(400, RawHttp.send(base, "GET", path + "/history").status(), path);
            assertEquals(400, RawHttp.send(base, "GET", path + "/members").status(), path);
            try (RawHttp http = new RawHttp(base)) {
                assertEquals(400, http.request("POST", path + "/messages", "1").status(), path);
            }
        }
        assertEquals(400, RawHttp.send(base, "DELETE", "/api/history;a").status());
        get("/api/history").then().body("$", anEmptyMap());
    }

    @Test
    void refusesBadNames() {
        String tooLong = "x".repeat(201);
        for (String name : List.of(tooLong, "a b", "a..b", "a/b", "a\u0000b", "a\r\nb", "a\u202eb", "<b>", "a\"b")) {
            get("/api/groups/{group}", name).then().statusCode(400).body("error", containsString("group name"));
            post(name, "1").statusCode(400);
            get("/api/groups/{group}/history", name).then().statusCode(400);
            get("/api/groups/{group}/members", name).then().statusCode(400);
        }
        get("/api/groups").then().body("$", anEmptyMap());
    }
}
