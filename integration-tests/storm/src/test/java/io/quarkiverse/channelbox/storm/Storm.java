package io.quarkiverse.channelbox.storm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkiverse.channelbox.testclient.RoughNetwork;
import io.quarkiverse.channelbox.testclient.RoughNetwork.Fault;

/**
 * Clients whose network, server and tokens fail at random while the application and they publish. When it is over each of them
 * has the log of each of its groups, or was told that something is missing, and none has given up. The seed, which is printed,
 * decides what happens; the system property {@code storm.seed} sets it.
 */
final class Storm implements AutoCloseable {

    /** By then a client notices that nothing comes, and a busy machine some time later: TCP would take minutes. */
    private static final int SILENCE_MILLIS = Server.HEARTBEAT_MILLIS + 10_000;
    private static final int LATE_MILLIS = 5_000;
    private static final int RESTARTS = 3;
    private static final int MESSAGES_BETWEEN_RESTARTS = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final Duration POLL = Duration.ofMillis(200);
    /** How a participant may hear of a group that is full: at the upgrade, at a command, from the endpoint. */
    private static final Set<String> FULL = Set.of("refused 503", "join 503", "closed 1013");
    private static final String BEGIN = "the beginning";
    private static final String END = "the end";

    private final long seed = Long.getLong("storm.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Role> roles;
    private final List<String> groups;
    private final Server server;
    private final RoughNetwork network;
    private final Ledger ledger = new Ledger();
    private final Publisher publisher;

    /** Starts the server, with just enough places for so many clients. */
    Storm(int clients) throws IOException {
        System.out.println("Storm: seed " + seed);
        roles = Role.mixed(clients, seed);
        groups = roles.stream().flatMap(Role::groups).distinct().toList();
        server = new Server("-Dquarkus.channel-box.max-channels-per-group=" + places("team-"),
                "-Dquarkus.channel-box.groups.\"hall-{hall}\".max-channels-per-group=" + places("hall-"),
                "-Dquarkus.channel-box.groups.\"room-{room}\".max-channels-per-group=" + places("room-"));
        network = RoughNetwork.to(server.port(), random);
        publisher = new Publisher(server.base(), ledger);
    }

    /** How many want to be in the largest of the groups of a kind. */
    private long places(String prefix) {
        return roles.stream().flatMap(Role::groups).filter(group -> group.startsWith(prefix))
                .collect(Collectors.groupingBy(group -> group, Collectors.counting()))
                .values().stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    RoughNetwork network() {
        return network;
    }

    void run(List<? extends Caller> callers) throws IOException, InterruptedException {
        // A log that is empty begins anew when all are away.
        for (String group : groups) {
            publisher.publish(group, BEGIN);
        }
        Crowd crowd = new Crowd(callers, roles);
        crowd.awaitThere();
        publisher.start(groups);
        rage(crowd);
        network.calmDown();
        crowd.rest();
        crowd.awaitThere();
        publisher.stop();
        Map<String, String> ends = new HashMap<>();
        for (String group : groups) {
            ends.put(group, publisher.publish(group, END));
        }
        crowd.awaitHaving(END);
        check(crowd, ends);
    }

    /** Until everything has happened. */
    private void rage(Crowd crowd) throws IOException, InterruptedException {
        Squatter squatter = new Squatter(server.base(), roles.get(0), random);
        Thread thread = new Thread(squatter, "squatter");
        thread.start();
        network.becomeRough();
        for (int restart = 0; restart < RESTARTS; restart++) {
            int enough = publisher.published() + random.nextInt(MESSAGES_BETWEEN_RESTARTS);
            await().atMost(PATIENCE).until(() -> publisher.published() >= enough);
            if (restart % 2 == 0) {
                server.crashAndStart();
            } else {
                server.endAndStart();
            }
        }
        await("everything to happen").pollInterval(POLL).atMost(PATIENCE)
                .untilAsserted(() -> assertEquals(List.of(), lacking(crowd), () -> crowd.counts().toString()));
        squatter.stop();
        thread.join();
    }

    /** What has not happened yet. */
    private List<String> lacking(Crowd crowd) {
        List<String> lacking = new ArrayList<>();
        Set<Fault> faults = EnumSet.allOf(Fault.class);
        faults.removeAll(network.faults().keySet());
        faults.forEach(fault -> lacking.add(fault.toString()));
        Set<String> seen = crowd.counts().keySet();
        if (!seen.contains("closed 1008")) {
            lacking.add("a token expires");
        }
        if (Collections.disjoint(seen, FULL)) {
            lacking.add("a group is full");
        }
        if (crowd.silences().isEmpty()) {
            lacking.add("a client notices silence");
        }
        return lacking;
    }

    private void check(Crowd crowd, Map<String, String> ends) {
        System.out.println("Storm: " + network.faults());
        System.out.println("Storm: " + crowd.counts() + ", silent for " + crowd.silences() + " ms");
        assertEquals(0, crowd.ended());
        assertEquals(List.of(), server.complaints());
        for (int silence : crowd.silences()) {
            assertTrue(silence >= SILENCE_MILLIS && silence <= SILENCE_MILLIS + LATE_MILLIS, silence + " ms");
        }
        List<JsonNode> reports = crowd.reports();
        for (JsonNode report : reports) {
            report.get("published").forEach(message -> ledger.stored(message.get("group").asText(),
                    message.get("id").asText(), message.get("data").asText()));
        }
        int gaps = 0;
        for (JsonNode report : reports) {
            gaps += check(report, ends);
        }
        for (JsonNode report : reports) {
            report.get("refused").forEach(data -> assertFalse(ledger.isStored(data.asText()), () -> "refused: " + data));
        }
        System.out.println("Storm: " + ledger.size() + " messages, told " + gaps + " times that some are missing");
        assertTrue(gaps > 0);
        assertTrue(network.longestAddress() < 2_000);
    }

    private int check(JsonNode report, Map<String, String> ends) {
        int gaps = 0;
        for (var entry : report.get("transcript").properties()) {
            String group = entry.getKey();
            Transcript transcript = new Transcript(group, ledger, true);
            gaps += transcript.check(report.get("name").asText(), entry.getValue(), ends.get(group));
            if (report.has("looped")) {
                assertEquals(transcript.ids(), report.get("looped").get(group).findValuesAsText("id"));
            }
        }
        return gaps;
    }

    @Override
    public void close() {
        network.close();
        server.close();
    }
}
