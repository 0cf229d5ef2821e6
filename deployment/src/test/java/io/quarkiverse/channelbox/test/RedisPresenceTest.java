package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.GroupOccupied;
import io.quarkiverse.channelbox.GroupVacated;
import io.quarkiverse.channelbox.testclient.ProtocolClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** A user may have connections on several nodes. The other node is one that does in Redis what nodes do there. */
@Tag("long")
class RedisPresenceTest {

    private static final String PREFIX = "presence:";
    private static final String OTHER = "other";
    private static final OwnRedis REDIS = OwnRedis.of(RedisPresenceTest.class);

    @RegisterExtension
    static final QuarkusUnitTest APP = REDIS.in(EmbeddedUsers.in(new QuarkusUnitTest(), "ann", "bob"))
            .withApplicationRoot(root -> root.addClasses(EmbeddedUsers.class, OwnRedis.class, Room.class, Events.class))
            .setForcedDependencies(List.of(OwnRedis.EXTENSION, EmbeddedUsers.EXTENSION))
            .overrideRuntimeConfigKey("quarkus.channel-box.redis.prefix", PREFIX)
            .overrideRuntimeConfigKey("quarkus.channel-box.presence.by", "user")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"patient-{id}\".presence.leave-delay", "1h");

    @WebSocket(path = "/{kind}/{id}")
    @ChannelGroup("{kind}-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Singleton
    public static class Events {

        final List<String> told = new CopyOnWriteArrayList<>();

        void occupied(@Observes GroupOccupied event) {
            told.add("+" + event.group());
        }

        void vacated(@Observes GroupVacated event) {
            told.add("-" + event.group());
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    Events events;

    @TestHTTPResource("/")
    URI base;

    @BeforeEach
    void theOtherNodeIsAlive() {
        REDIS.command("ZADD", PREFIX + "nodes", Long.toString(System.currentTimeMillis() + 600_000), OTHER);
    }

    @AfterEach
    void nobodyIsLeft() {
        await().until(() -> channelBox.local().groups().isEmpty());
        REDIS.command("PUBLISH", PREFIX + "all:0", "c{\"do\":\"goodbye\",\"node\":\"" + OTHER + "\"}");
    }

    /** What the other node does when somebody comes to it or goes. */
    private static void elsewhere(String group, String id, String principal, boolean joins) {
        String members = PREFIX + "{" + group + "}:p:" + OTHER;
        String entry = "{\"p\":\"" + principal + "\"}";
        if (joins) {
            REDIS.command("HSET", members, id, entry);
        } else {
            REDIS.command("HDEL", members, id);
        }
        int size = Integer.parseInt(REDIS.command("HLEN", members).substring(1).strip());
        if (size == 0) {
            REDIS.command("HDEL", PREFIX + "node:" + OTHER + ":g", group);
        } else {
            REDIS.command("HSET", PREFIX + "node:" + OTHER + ":g", group, String.valueOf(size));
        }
        REDIS.command("PUBLISH", PREFIX + "{" + group + "}:c:0", "p{\"node\":\"" + OTHER + "\",\"size\":" + size
                + ",\"joined\":{" + (joins ? "\"" + id + "\":" + entry : "") + "},\"left\":[" + (joins ? "" : "\"" + id + "\"")
                + "]}");
        if (joins ? size == 1 : size == 0) {
            REDIS.command("PUBLISH", PREFIX + "occupancy:0", "o{\"node\":\"" + OTHER + "\",\"occupied\":["
                    + (joins ? "\"" + group + "\"" : "") + "],\"vacated\":[" + (joins ? "" : "\"" + group + "\"") + "]}");
        }
    }

    private ProtocolClient open(String path, String user) {
        return ProtocolClient.open(base, path, "Authorization: " + EmbeddedUsers.authorization(user));
    }

    /** Reads until that is what the client knows. */
    private static void awaitUsers(ProtocolClient client, Map<String, Integer> known, Map<String, Integer> expected) {
        do {
            JsonNode frame = client.nextPresence();
            frame.get("left").forEach(entry -> known.remove(entry.get("principal").asText()));
            frame.get("joined").forEach(entry -> known.put(entry.get("principal").asText(), entry.get("connections").asInt()));
            assertEquals(known.values().stream().mapToInt(Integer::intValue).sum(), frame.get("size").asInt());
        } while (!known.equals(expected));
    }

    private Set<String> presence(String group) {
        return channelBox.group(group).presence().await().indefinitely().stream()
                .map(entry -> entry.principal().orElseThrow() + " " + entry.connections()).collect(Collectors.toSet());
    }

    @Test
    void aUserHasOneEntryOnAllNodes() {
        Map<String, Integer> known = new TreeMap<>();
        try (ProtocolClient ann = open("/team/1", "ann")) {
            elsewhere("team-1", "x", "bob", true);
            awaitUsers(ann, known, Map.of("ann", 1, "bob", 1));
            elsewhere("team-1", "y", "ann", true);
            awaitUsers(ann, known, Map.of("ann", 2, "bob", 1));
            assertEquals(Set.of("ann 2", "bob 1"), presence("team-1"));
            try (ProtocolClient bob = open("/team/1", "bob")) {
                awaitUsers(ann, known, Map.of("ann", 2, "bob", 2));
                elsewhere("team-1", "x", "bob", false);
                awaitUsers(ann, known, Map.of("ann", 2, "bob", 1));
            }
            awaitUsers(ann, known, Map.of("ann", 2));
            elsewhere("team-1", "y", "ann", false);
            awaitUsers(ann, known, Map.of("ann", 1));
        }
    }

    @Test
    void whoComesBackToAnotherNodeHasNotLeft() {
        Map<String, Integer> known = new TreeMap<>();
        try (ProtocolClient ann = open("/patient/1", "ann")) {
            elsewhere("patient-1", "x", "bob", true);
            awaitUsers(ann, known, Map.of("ann", 1, "bob", 1));
            elsewhere("patient-1", "x", "bob", false);
            await().until(() -> presence("patient-1").equals(Set.of("ann 1")));
            ProtocolClient bob = open("/patient/1", "bob");
            await().until(() -> presence("patient-1").equals(Set.of("ann 1", "bob 1")));
            bob.close();
            await().until(() -> presence("patient-1").equals(Set.of("ann 1")));
            elsewhere("patient-1", "y", "bob", true);
            elsewhere("patient-1", "z", "eve", true);
            JsonNode next = ann.nextPresence();
            assertEquals("eve", next.get("joined").get(0).get("principal").asText());
            assertEquals(1, next.get("joined").size());
            assertEquals(0, next.get("left").size());
            assertEquals(3, next.get("size").asInt());
            elsewhere("patient-1", "y", "bob", false);
            elsewhere("patient-1", "z", "eve", false);
        }
    }

    /** It says so itself, or its lease ends. */
    @Test
    void theMembersOfANodeThatEndsHaveLeft() {
        Map<String, Integer> known = new TreeMap<>();
        try (ProtocolClient ann = open("/team/2", "ann")) {
            elsewhere("team-2", "x", "bob", true);
            elsewhere("only-there", "y", "bob", true);
            awaitUsers(ann, known, Map.of("ann", 1, "bob", 1));
            await().until(() -> events.told.contains("+only-there"));
            REDIS.command("ZREM", PREFIX + "nodes", OTHER);
            awaitUsers(ann, known, Map.of("ann", 1));
            await().atMost(Duration.ofSeconds(30)).until(() -> events.told.contains("-only-there"));
        }
        REDIS.command("DEL", PREFIX + "{team-2}:p:" + OTHER, PREFIX + "{only-there}:p:" + OTHER,
                PREFIX + "node:" + OTHER + ":g");
    }

    private List<String> told(String group) {
        return events.told.stream().filter(event -> event.substring(1).equals(group)).toList();
    }

    @Test
    void aGroupIsOccupiedWhileItHasAMemberOnAnyNode() {
        elsewhere("team-3", "x", "bob", true);
        await().until(() -> told("team-3").equals(List.of("+team-3")));
        ProtocolClient ann = open("/team/3", "ann");
        elsewhere("team-3", "x", "bob", false);
        ProtocolClient other = open("/team/4", "ann");
        elsewhere("team-4", "y", "bob", true);
        // What was told before that has been heard, too.
        elsewhere("team-5", "z", "bob", true);
        await().until(() -> told("team-5").equals(List.of("+team-5")));
        other.close();
        await().until(() -> channelBox.group("team-4").local().size() == 0);
        elsewhere("patient-2", "z", "bob", true);
        elsewhere("patient-2", "z", "bob", false);
        elsewhere("patient-2", "z", "bob", true);
        elsewhere("patient-2", "z", "bob", false);
        elsewhere("team-6", "z", "bob", true);
        await().until(() -> told("team-6").equals(List.of("+team-6")));
        assertEquals(List.of("+team-3"), told("team-3"));
        assertEquals(List.of("+team-4"), told("team-4"));
        assertEquals(List.of("+patient-2"), told("patient-2"));
        ann.close();
        elsewhere("team-4", "y", "bob", false);
        elsewhere("team-5", "z", "bob", false);
        elsewhere("team-6", "z", "bob", false);
        for (String group : List.of("team-3", "team-4", "team-5", "team-6")) {
            await().until(() -> told(group).equals(List.of("+" + group, "-" + group)));
        }
    }
}
