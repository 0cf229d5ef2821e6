package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.get;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.junit.QuarkusTest;

/** What whoever runs it looks at. */
@QuarkusTest
class OperatingTest extends ChatTestBase {

    private static double metric(String series) {
        return get("/q/metrics").then().statusCode(200).extract().asString().lines()
                .filter(line -> line.startsWith(series + ' ')).findFirst()
                .map(line -> Double.parseDouble(line.substring(series.length()))).orElseThrow();
    }

    @Test
    void countsWhatHappens() {
        double before = metric("channelbox_deliveries_total{template=\"chat-{group}\"}");
        try (WsClient client = chat("lobby")) {
            post("chat-lobby", "1").statusCode(202);
            client.next();
            await().until(() -> metric("channelbox_deliveries_total{template=\"chat-{group}\"}") == before + 1);
            assertTrue(metric("channelbox_channels{template=\"chat-{group}\"}") >= 1);
            get("/q/metrics").then().body(containsString("channelbox_engine_up 1.0"));
        }
    }

    /** By an annotation on the publisher, which only Micrometer's extension makes an interceptor binding. */
    @Test
    void countsWhatIsSaid() {
        try (ProtocolClient ann = ProtocolClient.open(base, "/ws/rooms?name=ann")) {
            ann.answerTo(ann.ask("join", "group", "chat-lobby"));
            double before = said();
            ann.answerTo(ann.ask("event", "event", "message", "data",
                    Map.of("room", "lobby", "username", "ann", "message", "hi")));
            await().until(() -> said() == before + 1);
        }
    }

    private static double said() {
        return get("/q/metrics").asString().lines().filter(line -> line.startsWith("chat_said_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
    }

    @Test
    void isReady() {
        get("/q/health/ready").then().statusCode(200).body("status", is("UP"))
                .body("checks.name", hasItem("channel-box engine"));
    }
}
