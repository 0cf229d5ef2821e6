package io.quarkiverse.channelbox.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;

import io.quarkiverse.channelbox.testclient.PackagedApplication;
import io.quarkiverse.channelbox.testclient.ProtocolClient;

/** What nodes know of each other and do for each other. */
@Tag("long")
@Timeout(300)
class NodesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static Cluster cluster;
    private final Rest rest = new Rest();

    @BeforeAll
    static void start() throws Exception {
        // Clients of a test answer no pings while it waits, such as for a lease to end: none comes before it gives up.
        cluster = new Cluster(2, "-Dquarkus.channel-box.redis.timeout=5s", "-Dquarkus.channel-box.ping-interval=120s");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static URI node(int index) {
        return cluster.node(index).base();
    }

    private static ProtocolClient join(int node, String room, String name) {
        ProtocolClient client = ProtocolClient.open(node(node), "/ws/chat/" + room + "?name=" + name);
        assertEquals("joined", client.next().get("type").asText());
        return client;
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private int channels(int node, String group) throws Exception {
        return rest.get(node(node), "/api/groups/" + group).get("channels").asInt();
    }

    private Set<String> groups(int node) throws Exception {
        Set<String> groups = new HashSet<>();
        rest.get(node(node), "/api/groups").fieldNames().forEachRemaining(groups::add);
        return groups;
    }

    private List<String> names(int node, String group) throws Exception {
        List<String> names = new ArrayList<>();
        rest.get(node(node), "/api/groups/" + group + "/members").forEach(member -> names.add(member.get("name").asText()));
        Collections.sort(names);
        return names;
    }

    /** Of the first node. */
    private double metric(String name) throws Exception {
        String metrics = rest.call("GET", node(0), "/q/metrics", null).body();
        Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(metrics);
        assertTrue(line.find(), () -> name + " is not among " + metrics);
        return Double.parseDouble(line.group(1));
    }

    /** Reads presence frames until those are there, as far as they tell. */
    private static void awaitPresence(ProtocolClient client, Set<String> present, int size) {
        while (true) {
            JsonNode frame = client.nextPresence();
            frame.path("left").forEach(entry -> present.remove(entry.get("connectionId").asText()));
            frame.path("joined").forEach(entry -> present.add(entry.get("connectionId").asText()));
            if (frame.get("size").asInt() == size && present.size() == size) {
                return;
            }
        }
    }

    private static JsonNode answer(ProtocolClient client, String command, Object... members) {
        return client.answerTo(client.ask(command, members));
    }

    /** What clients ask for holds on all nodes: what they publish, what others do for them, where they come back. */
    @Test
    void commandsSpanNodes() throws Exception {
        String missed;
        String last;
        try (ProtocolClient ann = ProtocolClient.open(node(0), "/ws/rooms")) {
            try (ProtocolClient bob = ProtocolClient.open(node(1), "/ws/rooms")) {
                for (ProtocolClient each : List.of(ann, bob)) {
                    assertEquals("joined", answer(each, "join", "group", "typing-asked").get("type").asText());
                    assertEquals("joined", answer(each, "join", "group", "chat-asked").get("type").asText());
                }
                assertEquals("reply", answer(ann, "publish", "group", "typing-asked", "data", "ann").get("type").asText());
                assertEquals("ann", bob.next().get("data").asText());
                last = answer(ann, "event", "event", "message", "data",
                        JSON.createObjectNode().put("room", "asked").put("username", "ann").put("message", "hi")).get("data")
                        .asText();
                JsonNode message = bob.next();
                assertEquals("hi", message.at("/data/message").asText());
                assertEquals(last, message.get("id").asText());
            }
            missed = answer(ann, "event", "event", "message", "data",
                    JSON.createObjectNode().put("room", "asked").put("username", "ann").put("message", "gone?")).get("data")
                    .asText();
        }
        try (ProtocolClient bob = ProtocolClient.open(node(0), "/ws/rooms")) {
            JsonNode joined = answer(bob, "join", "group", "chat-asked", "after", last);
            assertTrue(joined.get("recovered").asBoolean(), joined::toString);
            assertEquals(missed, bob.next().get("id").asText());
        }
    }

    @Test
    void groupsAndMembersAreThoseOfAllNodes() throws Exception {
        try (ProtocolClient ann = join(0, "all", "ann"); ProtocolClient bob = join(1, "all", "bob")) {
            for (int node = 0; node < 2; node++) {
                int asked = node;
                eventually().until(() -> channels(asked, "chat-all") == 2);
                // What a node says of all its groups it says apart from what it says of one.
                eventually().until(() -> rest.get(node(asked), "/api/groups").at("/chat-all/channels").asInt() == 2);
                eventually().until(() -> names(asked, "chat-all").equals(List.of("ann", "bob")));
            }
            Set<String> seen = new HashSet<>();
            awaitPresence(ann, seen, 2);
            bob.close();
            awaitPresence(ann, seen, 1);
            eventually().until(() -> channels(1, "chat-all") == 1);
        }
        eventually().until(() -> channels(1, "chat-all") == 0 && !rest.get(node(1), "/api/groups").has("chat-all"));
    }

    @Test
    void aMessageReachesMembersOnAllNodesAndItsHistoryIsEverywhere() throws Exception {
        try (ProtocolClient ann = join(0, "talk", "ann"); ProtocolClient bob = join(1, "talk", "bob")) {
            JsonNode receipt = rest.call("POST", node(0), "/api/groups/chat-talk/messages", "\"hi\"").json();
            assertEquals(1, receipt.get("delivered").asInt());
            for (ProtocolClient client : List.of(ann, bob)) {
                JsonNode message = client.next();
                assertEquals("hi", message.get("data").asText());
                assertEquals(receipt.get("id"), message.get("id"));
            }
            for (int node = 0; node < 2; node++) {
                assertEquals(receipt.get("id"), rest.get(node(node), "/api/groups/chat-talk/history").get(0).get("id"));
                assertTrue(rest.get(node(node), "/api/history").has("chat-talk"));
            }
        }
    }

    @Test
    void aFlushMakesMembersOfAllNodesLeave() throws Exception {
        try (ProtocolClient ann = join(0, "flush", "ann"); ProtocolClient bob = join(1, "flush", "bob")) {
            eventually().until(() -> channels(0, "chat-flush") == 2);
            // What other tests have left is not gone before the nodes know that.
            for (int node = 0; node < 2; node++) {
                int asked = node;
                eventually().until(() -> groups(asked).equals(Set.of("chat-flush")));
            }
            JsonNode report = rest.call("DELETE", node(0), "/api/groups", null).json();
            assertEquals(2, report.get("channels").asInt(), report::toString);
            assertEquals(1, report.get("groups").asInt(), report::toString);
            for (ProtocolClient client : List.of(ann, bob)) {
                assertEquals("flushed", client.next().get("reason").asText());
            }
            eventually().until(() -> channels(0, "chat-flush") == 0);
        }
    }

    /** Its node is told by another what to do. */
    @Test
    void aConnectionIsReachedByItsIdOnWhicheverNodeItIs() throws Exception {
        assertEquals(202, rest.call("POST", node(1), "/api/groups/side/messages", "\"stored\"").status());
        try (ProtocolClient ann = join(0, "reach", "ann")) {
            String path = "/test/connections/" + ann.nextPresence().get("joined").get(0).get("connectionId").asText();
            assertEquals("1", rest.call("PUT", node(1), path + "/groups/side", null).body());
            assertEquals("joined", ann.next().get("type").asText());
            assertEquals("stored", ann.next().get("data").asText(), "it is replayed as the other node has asked for");
            assertEquals(List.of("guest"), names(0, "side"));
            assertEquals("1", rest.call("DELETE", node(1), path + "/groups/side", null).body());
            assertEquals("left", ann.next().get("type").asText());
            assertEquals("0", rest.call("DELETE", node(1), path + "/groups/side", null).body());
            assertEquals("1", rest.call("DELETE", node(1), path + "/groups/chat-reach", null).body());
            assertEquals("left", ann.next().get("type").asText());
            assertEquals(204, rest.call("POST", node(1), path + "/messages", "in no group").status());
            assertEquals("in no group", ann.next().get("data").asText());
            assertEquals("1", rest.call("DELETE", node(1), path, null).body());
            assertEquals("Closed with 4001", assertThrows(ProtocolClient.ClosedException.class, ann::tryNextText).getMessage());
            assertEquals("0", rest.call("DELETE", node(1), "/test/connections/nobody", null).body());
        }
    }

    private CompletableFuture<JsonNode> ask(int node, String whom) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                Rest.Answer answer = rest.call("POST", node(node), "/test/" + whom + "/questions/where", "now");
                return answer.body().startsWith("[") || answer.body().startsWith("{") ? answer.json()
                        : TextNode.valueOf(answer.body());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void answer(ProtocolClient client, String data) {
        JsonNode question = client.next();
        assertEquals("where", question.get("event").asText());
        assertEquals("now", question.get("data").asText());
        client.command("answer", "ref", question.get("ask").asText(), "data", data);
    }

    @Test
    void clientsOfAllNodesAreAsked() throws Exception {
        try (ProtocolClient ann = join(0, "ask", "ann"); ProtocolClient bob = join(1, "ask", "bob")) {
            CompletableFuture<JsonNode> one = ask(0, "connections/" + bob.id());
            answer(bob, "here");
            assertEquals("here", one.join().get("data").asText());
            assertEquals(bob.id(), one.join().get("connectionId").asText());
            CompletableFuture<JsonNode> all = ask(0, "groups/chat-ask");
            answer(bob, "b");
            answer(ann, "a");
            assertEquals(2, all.join().size());
            assertEquals(Set.of("a", "b"), Set.of(all.join().at("/0/data").asText(), all.join().at("/1/data").asText()));
            assertEquals("NO_CONNECTION", ask(0, "connections/nobody").join().asText());
            CompletableFuture<JsonNode> gone = ask(0, "connections/" + bob.id());
            bob.next();
            bob.close();
            assertEquals("GONE", gone.join().asText());
        }
    }

    @Test
    void theClientsOfADeadNodeAreNotWaitedForAfterItsLease() throws Exception {
        PackagedApplication third = cluster.add();
        try (ProtocolClient ann = join(0, "silence", "ann")) {
            ProtocolClient lost = ProtocolClient.open(third.base(), "/ws/chat/silence?name=lost");
            lost.next();
            CompletableFuture<JsonNode> all = ask(1, "groups/chat-silence");
            CompletableFuture<JsonNode> one = ask(1, "connections/" + lost.id());
            lost.next();
            lost.next();
            third.kill();
            answer(ann, "a");
            assertEquals(1, all.join().size());
            assertEquals(ann.id(), all.join().at("/0/connectionId").asText());
            assertEquals("NO_CONNECTION", one.join().asText());
        }
    }

    @Test
    void theMembersOfADeadNodeAreGoneAfterItsLease() throws Exception {
        PackagedApplication third = cluster.add();
        try (ProtocolClient ann = join(0, "dead", "ann")) {
            for (int i = 0; i < 3; i++) {
                ProtocolClient.open(third.base(), "/ws/chat/dead?name=n" + i);
            }
            Set<String> seen = new HashSet<>();
            awaitPresence(ann, seen, 4);
            third.kill();
            eventually().until(() -> channels(1, "chat-dead") == 1);
            awaitPresence(ann, seen, 1);
        }
    }

    private void awaitOccupancy(URI node, String group, String told) {
        eventually().until(() -> rest.call("GET", node, "/test/occupied/" + group, null).body().equals(told));
    }

    /** Each node is told once, whichever has the members; also of those of a node that was killed. */
    @Test
    void everyNodeIsToldWhichGroupsSomebodyIsIn() throws Exception {
        PackagedApplication third = cluster.add();
        ProtocolClient ann = join(0, "busy", "ann");
        ProtocolClient.open(third.base(), "/ws/chat/killed?name=eve");
        for (URI node : List.of(node(0), node(1), third.base())) {
            awaitOccupancy(node, "chat-busy", "[\"occupied\"]");
        }
        try (ProtocolClient bob = join(1, "busy", "bob"); ProtocolClient after = join(1, "after", "bob")) {
            // What a node tells comes in its order.
            awaitOccupancy(node(0), "chat-after", "[\"occupied\"]");
            ann.close();
            eventually().until(() -> channels(1, "chat-busy") == 1);
        }
        for (URI node : List.of(node(0), node(1), third.base())) {
            awaitOccupancy(node, "chat-busy", "[\"occupied\",\"vacated\"]");
        }
        third.kill();
        for (URI node : List.of(node(0), node(1))) {
            awaitOccupancy(node, "chat-killed", "[\"occupied\",\"vacated\"]");
        }
    }

    /** A node that ends in good order is gone at once. */
    @Test
    void aNodeThatEndsTakesLeave() throws Exception {
        PackagedApplication third = cluster.add();
        try (ProtocolClient ann = join(0, "leave", "ann")) {
            ProtocolClient.open(third.base(), "/ws/chat/leave?name=bob");
            eventually().until(() -> channels(0, "chat-leave") == 2);
            third.terminate();
            assertEquals(143, third.exitCode());
            // That the second connection of a Redis client has the metrics of the first is Quarkus' own complaint.
            assertEquals(List.of(),
                    third.complaints().stream().filter(line -> !line.contains("[io.micrometer.")).toList());
            // Sooner than its lease ends.
            await().atMost(Duration.ofSeconds(5)).until(() -> channels(0, "chat-leave") == 1);
        }
    }

    @Test
    void whileRedisIsAwayANodeIsNotReadyAndItsSocketsStayOpen() throws Exception {
        try (ProtocolClient ann = join(0, "away", "ann"); ProtocolClient bob = join(1, "away", "bob")) {
            assertEquals(200, rest.call("GET", node(0), "/q/health/ready", null).status());
            assertEquals(1, metric("channelbox_engine_up"));
            assertEquals(0, metric("channelbox_engine_losses_total"));
            assertEquals(0, metric("channelbox_engine_failures_total"));
            cluster.link(0).cut();
            eventually().until(() -> rest.call("GET", node(0), "/q/health/ready", null).status() == 503);
            Rest.Answer refused = rest.call("POST", node(0), "/api/groups/chat-away/messages", "\"lost\"");
            assertEquals(503, refused.status());
            assertTrue(refused.json().get("error").asText().contains("group 'chat-away'"), refused.body());
            assertEquals(0, metric("channelbox_engine_up"));
            assertEquals(0, metric("channelbox_engine_pending"));
            assertEquals(1, metric("channelbox_engine_losses_total"));
            assertEquals(1, metric("channelbox_engine_failures_total"));
            assertEquals(202, rest.call("POST", node(1), "/api/groups/chat-away/messages", "\"missed\"").status());
            assertEquals("missed", bob.next().get("data").asText());
            cluster.link(0).restore();
            // The node reads what it missed.
            assertEquals("missed", ann.next().get("data").asText());
            eventually().until(() -> rest.call("GET", node(0), "/q/health/ready", null).status() == 200);
            assertEquals(202, rest.call("POST", node(0), "/api/groups/chat-away/messages", "\"again\"").status());
            for (ProtocolClient client : List.of(ann, bob)) {
                assertEquals("again", client.next().get("data").asText());
            }
        }
    }
}
