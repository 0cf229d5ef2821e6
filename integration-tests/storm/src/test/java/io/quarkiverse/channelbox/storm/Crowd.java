package io.quarkiverse.channelbox.storm;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

/** All participants, wherever they run. */
final class Crowd {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(200);

    private final List<? extends Caller> callers;

    /** @param roles are dealt out among the callers */
    Crowd(List<? extends Caller> callers, List<Role> roles) {
        this.callers = callers;
        for (int c = 0; c < callers.size(); c++) {
            List<Role> own = new ArrayList<>();
            for (int r = c; r < roles.size(); r += callers.size()) {
                own.add(roles.get(r));
            }
            callers.get(c).call("start", own);
        }
    }

    /** Until all are in all their groups. */
    void awaitThere() {
        awaitAll("isThere");
    }

    /** Nobody does anything any more, and what they were at has ended. */
    void rest() {
        callers.forEach(caller -> caller.call("rest"));
        awaitAll("isIdle");
    }

    private void awaitAll(String what) {
        await(what).pollInterval(POLL).atMost(PATIENCE).untilAsserted(() -> {
            for (JsonNode status : statuses()) {
                if (!status.get(what).asBoolean()) {
                    throw new AssertionError(status.toString());
                }
            }
        });
    }

    /** Until all have got a message in all their groups. */
    void awaitHaving(String data) {
        await(data).pollInterval(POLL).atMost(PATIENCE).untilAsserted(() -> {
            for (Caller caller : callers) {
                JsonNode lacking = caller.call("lacking", data);
                if (!lacking.isEmpty()) {
                    throw new AssertionError(lacking.toString());
                }
            }
        });
    }

    private List<JsonNode> statuses() {
        return callers.stream().map(caller -> caller.call("status")).toList();
    }

    /** How often what happened to the participants. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode status : statuses()) {
            status.get("counts").fields()
                    .forEachRemaining(entry -> counts.merge(entry.getKey(), entry.getValue().asInt(), Integer::sum));
        }
        return counts;
    }

    /** How many clients have ended by themselves. */
    int ended() {
        return statuses().stream().mapToInt(status -> status.get("ended").asInt()).sum();
    }

    /** How long nothing had come when a client gave its connection up for that, in ms. */
    List<Integer> silences() {
        List<Integer> silences = new ArrayList<>();
        statuses().forEach(status -> status.get("silences").forEach(silence -> silences.add(silence.asInt())));
        return silences;
    }

    /** Everything that happened to each participant. */
    List<JsonNode> reports() {
        List<JsonNode> reports = new ArrayList<>();
        callers.forEach(caller -> caller.call("reports").forEach(reports::add));
        return reports;
    }
}
