package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.acme.chat.ChatMessage;
import org.acme.chat.ChatResource;
import org.acme.chat.ChatSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.RestAssured;

/** Goes the steps of the page "Getting started". */
class GettingStartedTest {

    private static final String ANN = "{\"username\":\"ann\",\"message\":\"hi\"}";
    private static final Pattern CURL = Pattern.compile("curl -H '([^:]*): ([^']*)' -d '([^']*)' http://localhost:8080(.*)");
    private static final String PAGE = "getting-started.adoc";

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(ChatMessage.class, ChatSocket.class, ChatResource.class,
                    DocFiles.class, Listing.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.replay", "20")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"chat-{rom}\".replay", "20")
            .setLogRecordPredicate(line -> line.getMessage().startsWith("quarkus.channel-box."))
            .assertLogRecords(GettingStartedTest::checkWarnings);

    @TestHTTPResource("/")
    URI base;

    private final Matcher curl = CURL.matcher(
            Listing.ofPage(PAGE, "shell").stream().map(Listing::text).filter(text -> text.startsWith("curl")).findFirst()
                    .get());

    /** Of the misspelt key, as the page on configuration shows it. */
    private static void checkWarnings(List<LogRecord> warnings) {
        assertEquals(List.of(Listing.only("configuration.adoc", "")), warnings.stream().map(LogRecord::getMessage).toList());
    }

    @Test
    void whatIsSaidReachesTheRoomAndThoseWhoComeLater() throws IOException {
        assertTrue(curl.matches());
        String cron = curl.group(3);
        try (WsClient ann = WsClient.open(base, "/ws/chat/lobby"); WsClient bob = WsClient.open(base, "/ws/chat/lobby")) {
            ann.send(ANN);
            assertEquals(ANN, ann.next());
            assertEquals(ANN, bob.next());

            assertEquals(json(Listing.only(PAGE, "json")), json(say()));
            assertEquals(cron, bob.next());
        }
        try (WsClient late = WsClient.open(base, "/ws/chat/lobby")) {
            say();
            assertEquals(List.of(ANN, cron), late.next(2));
        }
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    /** What the page says with curl. */
    private String say() {
        return RestAssured.given().header(curl.group(1), curl.group(2)).body(curl.group(3)).post(curl.group(4)).then()
                .statusCode(200).extract().asString();
    }
}
