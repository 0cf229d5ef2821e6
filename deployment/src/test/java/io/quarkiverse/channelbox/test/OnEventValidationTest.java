package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.OnEvent;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.smallrye.mutiny.Uni;

/** Constraints of parameters are told to the client; those of what is returned are the server's own affair. */
class OnEventValidationTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Form.class, Person.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-hibernate-validator-deployment",
                    Version.getVersion())));

    public record Person(@NotBlank(message = "is empty") String name, @Max(value = 150, message = "is too old") int age) {
    }

    @WebSocket(path = "/form")
    public static class Form {

        @OnTextMessage
        void ignore(String text) {
        }

        @OnEvent("person")
        String person(@Valid @NotNull(message = "is missing") Person person) {
            return person.name();
        }

        @OnEvent("people")
        Uni<Integer> people(List<@Valid Person> people) {
            return Uni.createFrom().item(people.size());
        }

        @OnEvent("returned")
        @NotBlank
        String returned(String text) {
            return text;
        }
    }

    @TestHTTPResource("/")
    URI base;

    private static JsonNode error(ProtocolClient client, String event, Object data) {
        return client.answerTo(client.ask("event", "event", event, "data", new ObjectMapper().valueToTree(data))).path("error");
    }

    @Test
    void isTold() {
        try (ProtocolClient client = ProtocolClient.open(base, "/form")) {
            JsonNode error = error(client, "person", Map.of("name", " ", "age", 200));
            assertEquals(400, error.get("code").asInt());
            assertEquals("age: is too old; name: is empty", error.get("reason").asText());
            assertEquals("is missing", error(client, "person", null).path("reason").asText());
            error = error(client, "people", List.of(Map.of("name", "ann", "age", 20), Map.of("name", "", "age", 20)));
            assertEquals(400, error.path("code").asInt());
            assertEquals("[1].name: is empty", error.path("reason").asText());
            assertEquals(500, error(client, "returned", "").path("code").asInt());
            assertEquals("", error(client, "person", Map.of("name", "ann", "age", 20)).asText());
        }
    }
}
