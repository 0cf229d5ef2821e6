package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Members are told of users, not of their connections, and not of those who come back soon. */
class PresenceByUserTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = EmbeddedUsers.in(new QuarkusUnitTest(), "ann", "bob", "eve")
            .withApplicationRoot(root -> root.addClasses(EmbeddedUsers.class, Room.class))
            .setForcedDependencies(List.of(EmbeddedUsers.EXTENSION))
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.by", "user")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"patient-{id}\".presence.leave-delay", "1h")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"short-{id}\".presence.leave-delay", "300ms")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"tabs-{id}\".presence.by", "connection")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"tabs-{id}\".presence.leave-delay", "1h");

    @WebSocket(path = "/{kind}/{id}")
    @ChannelGroup("{kind}-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
    }

    private ProtocolClient open(String path, String user) {
        return user == null ? ProtocolClient.open(base, path)
                : ProtocolClient.open(base, path, "Authorization: " + EmbeddedUsers.authorization(user));
    }

    /** {@code ann 2, bob 1}; a connection by itself is {@code ?}. */
    private static String users(JsonNode entries) {
        StringBuilder names = new StringBuilder();
        entries.forEach(entry -> {
            assertEquals(entry.has("connectionId"), !entry.has("connections"));
            names.append(names.isEmpty() ? "" : ", ")
                    .append(entry.has("connectionId") ? "?" : entry.get("principal").asText() + " " + entry.get("connections"));
        });
        return names.toString();
    }

    private static String news(ProtocolClient client) {
        JsonNode frame = client.nextPresence();
        return "+[" + users(frame.get("joined")) + "] -[" + users(frame.get("left")) + "] " + frame.get("size");
    }

    private static void leave(ProtocolClient client, ChannelBox channelBox, String group, int remaining) {
        client.close();
        await().until(() -> channelBox.group(group).local().size() == remaining);
    }

    @Test
    void anEntryForEachUser() throws JsonProcessingException {
        try (ProtocolClient ann = open("/team/1", "ann")) {
            assertEquals("+[ann 1] -[] 1", news(ann));
            ProtocolClient tab = open("/team/1", "ann");
            assertEquals("+[ann 2] -[] 2", news(ann));
            assertEquals("+[ann 2] -[] 2", news(tab));
            ProtocolClient nobody = open("/team/1", null);
            assertEquals("+[?] -[] 3", news(ann));
            List<PresenceEntry> presence = channelBox.group("team-1").presence().await().indefinitely();
            assertEquals(Set.of("ann 2", " 1"), presence.stream().map(e -> e.principal().orElse("") + " " + e.connections())
                    .collect(Collectors.toSet()));
            assertEquals(1, presence.stream().filter(e -> e.connectionId().isPresent()).count());
            assertEquals("{\"principal\":\"ann\",\"connections\":2,\"attributes\":{}}",
                    new ObjectMapper().writeValueAsString(presence.stream().filter(e -> e.principal().isPresent()).findFirst()
                            .orElseThrow()));
            ProtocolClient bob = open("/team/1", "bob");
            assertEquals("+[bob 1] -[] 4", news(ann));
            tab.close();
            assertEquals("+[ann 1] -[] 3", news(ann));
            bob.close();
            assertEquals("+[] -[bob 1] 2", news(ann));
            nobody.close();
            assertEquals("+[] -[?] 1", news(ann));
        }
    }

    /** Of a user all connections can be told at once. */
    @Test
    void theAttributesOfAUser() {
        try (ProtocolClient ann = open("/team/2", "ann")) {
            assertEquals("+[ann 1] -[] 1", news(ann));
            try (ProtocolClient tab = open("/team/2", "ann")) {
                assertEquals("+[ann 2] -[] 2", news(ann));
                assertEquals(2, channelBox.user("ann").join("team-2", JoinOptions.defaults().attribute("mood", "fine")).await()
                        .indefinitely());
                JsonNode entry = ann.nextPresence().get("joined").get(0);
                assertEquals("{\"principal\":\"ann\",\"connections\":2,\"attributes\":{\"mood\":\"fine\"}}", entry.toString());
                assertEquals(List.of(PresenceEntry.ofUser("ann", 2, Map.of("mood", "fine"))),
                        channelBox.group("team-2").presence().await().indefinitely());
            }
        }
    }

    @Test
    void whoComesBackInTimeHasNotLeft() {
        try (ProtocolClient ann = open("/patient/1", "ann")) {
            assertEquals("+[ann 1] -[] 1", news(ann));
            ProtocolClient bob = open("/patient/1", "bob");
            assertEquals("+[bob 1] -[] 2", news(ann));
            leave(bob, channelBox, "patient-1", 1);
            // Those who come now learn what the others know, and this is what is told next.
            try (ProtocolClient eve = open("/patient/1", "eve")) {
                assertEquals("+[eve 1] -[] 3", news(ann));
                assertEquals("ann 1, bob 1, eve 1", sorted(eve.nextPresence().get("joined")));
                // Those who are there are others.
                assertEquals(2, channelBox.group("patient-1").presence().await().indefinitely().size());
                ProtocolClient back = open("/patient/1", "bob");
                assertEquals("ann 1, bob 1, eve 1", sorted(back.nextPresence().get("joined")));
                try (ProtocolClient tab = open("/patient/1", "bob")) {
                    assertEquals("+[bob 2] -[] 4", news(ann));
                }
                back.close();
            }
        }
    }

    private static String sorted(JsonNode entries) {
        return List.of(users(entries).split(", ")).stream().sorted().collect(Collectors.joining(", "));
    }

    @Test
    void whoStaysAwayHasLeft() {
        try (ProtocolClient ann = open("/short/1", "ann")) {
            assertEquals("+[ann 1] -[] 1", news(ann));
            ProtocolClient bob = open("/short/1", "bob");
            assertEquals("+[bob 1] -[] 2", news(ann));
            bob.close();
            assertEquals("+[] -[bob 1] 1", news(ann));
        }
    }

    /** Members are not told of anybody twice, nor of who is there not at all. */
    @Test
    void aConnectionThatIsReplacedLeavesWithTheJoin() {
        try (ProtocolClient ann = open("/tabs/1", "ann")) {
            ann.nextPresence();
            ProtocolClient bob = open("/tabs/1", "bob");
            String id = ann.nextPresence().get("joined").get(0).get("connectionId").asText();
            leave(bob, channelBox, "tabs-1", 1);
            try (ProtocolClient back = open("/tabs/1", "bob")) {
                JsonNode frame = ann.nextPresence();
                assertEquals(id, frame.get("left").get(0).get("connectionId").asText());
                assertEquals("bob", frame.get("joined").get(0).get("principal").asText());
                assertFalse(frame.get("joined").get(0).has("connections"));
                assertEquals(2, frame.get("size").asInt());
                assertEquals(2, back.nextPresence().get("joined").size());
            }
        }
    }
}
