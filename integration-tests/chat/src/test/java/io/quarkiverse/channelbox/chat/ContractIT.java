package io.quarkiverse.channelbox.chat;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** What the build says of the chat: as AsyncAPI, by the official tools, and as types for TypeScript. */
@Tag("long")
@QuarkusIntegrationTest
class ContractIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path SCRIPTS = Path.of("src/test/js/contract");
    private static final String TYPES = "channel-box.generated.d.ts";

    /** Beside the sources that import them. */
    static void copyTypes(Path folder) throws IOException {
        Files.write(folder.resolve(TYPES), Files.readAllBytes(TARGET.resolve(TYPES)));
    }

    @Test
    void theDocumentIsValid() throws IOException {
        Npm npm = Npm.install("npm-asyncapi", "@asyncapi/parser@3.6.6", "@asyncapi/specs@6.11.1");
        JsonNode result = new ObjectMapper().readTree(
                npm.node(npm.copy(SCRIPTS), "validate.mjs", TARGET.resolve("asyncapi.json").toString()));
        assertEquals("[]", result.get("problems").toString());
        assertEquals("[[\"RoomsEndpoint.message\",\"receive\",\"message\"],[\"ChatEvents.said\",\"send\",\"said\"],"
                + "[\"publish.typing-group\",\"receive\",null]]", result.get("operations").toString());
    }

    @Test
    void theDocumentIsServed() {
        given().get("/q/asyncapi.json").then().statusCode(200)
                .body("channels.RoomsEndpoint.address", equalTo("/ws/rooms"))
                .body("channels.RoomsEndpoint.description", containsString("any number of rooms over one socket"))
                .body("operations.'RoomsEndpoint.message'.description", equalTo("The reply is the id of the message."))
                .body("components.schemas.SaidInRoom.properties.room.description",
                        equalTo("without the prefix of its group"));
        given().header("Accept", "application/yaml").get("/q/asyncapi").then().statusCode(200)
                .body(containsString("ChatEvents.said:"));
    }

    @Test
    void whatIsServedIsWhatIsWritten() throws IOException {
        assertEquals(Files.readString(TARGET.resolve("asyncapi.json")), given().get("/q/asyncapi").asString());
        assertEquals(Files.readString(TARGET.resolve("asyncapi.yaml")), given().get("/q/asyncapi.yaml").asString());
    }

    @Test
    void theTypesHoldWhatTheySay() throws IOException {
        Npm npm = Npm.tools();
        Path sources = npm.copy(SCRIPTS);
        copyTypes(sources);
        assertTrue(Files.readString(sources.resolve(TYPES)).contains("/** Somebody has said something. */"));
        npm.run(sources, "tsc", "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--module", "nodenext", "--target",
                "es2022", "--lib", "es2022,dom", "types.mts");
    }
}
