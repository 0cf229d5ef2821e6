package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.acme.groups.DeskSocket;
import org.acme.operating.FanOutHistogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.RestAssured;

/** What the page, the dashboard and the alerts say of metrics is compared with {@code /q/metrics} of an application. */
class MetricsTest {

    private static final Path DASHBOARD = DocFiles.MODULE.resolve("attachments/channel-box-dashboard.json");
    private static final Path ALERTS = DocFiles.MODULE.resolve("attachments/channel-box-alerts.yml");
    private static final Path PAGE = DocFiles.MODULE.resolve("pages/operating.adoc");

    /** Prometheus adds them. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");
    private static final Pattern SERIES = Pattern.compile("(channelbox_\\w+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(=~|=|!=|!~)\\s*\"([^\"]*)\"");
    private static final Pattern SELECTOR = Pattern.compile("(channelbox_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(
                    root -> root.addClasses(DocFiles.class, Listing.class, DeskSocket.class, FanOutHistogram.class))
            .setForcedDependencies(List.of(
                    Dependency.of("io.quarkus", "quarkus-micrometer-registry-prometheus", Version.getVersion())));

    @TestHTTPResource("/")
    URI base;

    /** Each metric's labels with all their values. */
    private final Map<String, Map<String, Set<String>>> metrics = new HashMap<>();

    @BeforeEach
    void scrape() {
        // That is not there before the first one.
        assertEquals(403, WsClient.upgradeStatus(base, "/ws/desks/1", Map.of("Origin", "https://elsewhere.example")));
        RestAssured.get("/q/metrics").body().asString().lines().map(SERIES::matcher).filter(Matcher::matches)
                .forEach(series -> {
                    Map<String, Set<String>> labels = metrics.computeIfAbsent(series.group(1), name -> new HashMap<>());
                    if (series.group(2) != null) {
                        LABEL.matcher(series.group(2)).results().forEach(label -> labels
                                .computeIfAbsent(label.group(1), name -> new HashSet<>()).add(label.group(3)));
                    }
                });
        assertTrue(metrics.size() > 25, metrics.keySet()::toString);
    }

    /** Returns the metrics that it uses. */
    private Set<String> check(String query) {
        Set<String> used = new TreeSet<>();
        Set<String> labels = new HashSet<>(OF_PROMETHEUS);
        Matcher selectors = SELECTOR.matcher(query);
        while (selectors.find()) {
            String name = selectors.group(1);
            assertTrue(metrics.containsKey(name), () -> name + " of " + query + " is not among " + metrics.keySet());
            Map<String, Set<String>> its = metrics.get(name);
            used.add(name);
            labels.addAll(its.keySet());
            Matcher matchers = LABEL.matcher(selectors.group(2) == null ? "" : selectors.group(2));
            while (matchers.find()) {
                String label = matchers.group(1);
                String value = matchers.group(3);
                assertTrue(OF_PROMETHEUS.contains(label) || its.containsKey(label), () -> label + " of " + query);
                assertTrue(OF_PROMETHEUS.contains(label) || its.get(label).contains(value), () -> value + " of " + query);
            }
        }
        BY.matcher(query).results().flatMap(by -> List.of(by.group(1).split(",\\s*")).stream())
                .forEach(label -> assertTrue(labels.contains(label), () -> label + " of " + query));
        return used;
    }

    private static List<String> expressions(JsonNode node) {
        List<String> found = new ArrayList<>();
        node.findValues("expr").forEach(expression -> found.add(expression.asText()));
        return found;
    }

    @Test
    void theDashboardShowsAllThatThereIs() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        Set<String> shown = new TreeSet<>();
        expressions(dashboard).forEach(expression -> shown.addAll(check(expression)));
        assertEquals(new TreeSet<>(metrics.keySet()), shown);
        dashboard.path("templating").path("list").findValues("definition").forEach(query -> check(query.asText()));
    }

    @Test
    void theAlertsAreOfWhatThereIs() throws IOException {
        List<String> expressions = expressions(new ObjectMapper(new YAMLFactory()).readTree(ALERTS.toFile()));
        assertTrue(expressions.size() > 10);
        expressions.forEach(this::check);
    }

    @Test
    void thePageAsksForWhatThereIs() {
        check(Listing.only("operating.adoc", "promql"));
    }

    @Test
    void thePageNamesAllThatThereIs() {
        Set<String> named = new TreeSet<>();
        // Its tags are in the same row of the table.
        for (String row : DocFiles.read(PAGE).split("\\[#page]")[0].split("\n\n")) {
            Pattern.compile("`(channelbox\\.[a-z.]+)`").matcher(row).results().map(name -> name.group(1)).forEach(name -> {
                String prefix = name.replace('.', '_');
                List<String> its = metrics.keySet().stream().filter(metric -> isOf(metric, prefix)).toList();
                assertTrue(!its.isEmpty(), () -> name + " is not among " + metrics.keySet());
                named.addAll(its);
                if (row.startsWith("|`" + name + "`")) {
                    its.forEach(metric -> metrics.get(metric).forEach((label, values) -> {
                        assertTrue(label.equals("le") || row.contains('`' + label + '`'), () -> label + " of " + name);
                        if (!Set.of("le", "template", "status").contains(label)) {
                            values.forEach(value -> assertTrue(row.contains('`' + value + '`'), () -> value + " of " + name));
                        }
                    }));
                }
            });
        }
        assertEquals(new TreeSet<>(metrics.keySet()), named);
    }

    private static boolean isOf(String metric, String prefix) {
        return metric.startsWith(prefix)
                && Set.of("", "_total", "_seconds_count", "_seconds_sum", "_seconds_max", "_seconds_bucket")
                        .contains(metric.substring(prefix.length()));
    }

    @Test
    void prometheusTakesTheAlerts() throws IOException, InterruptedException {
        Process promtool;
        try {
            promtool = new ProcessBuilder("promtool", "check", "rules", ALERTS.toString()).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "promtool is not installed: the rules are not checked");
            return;
        }
        String said = new String(promtool.getInputStream().readAllBytes());
        assertTrue(promtool.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, promtool.exitValue(), said);
    }
}
