package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.smallrye.config.common.utils.StringUtil;

/** The files of the page on Kubernetes can be read, are of one piece, and say what there is. */
class KubernetesTest {

    private static final int PING_SECONDS = 25;
    /** For the close frames. */
    private static final int CLOSING_SECONDS = 2;

    private final Map<String, JsonNode> resources = new HashMap<>();
    private final JsonNode pod;
    private final JsonNode container;

    KubernetesTest() throws IOException {
        try (MappingIterator<JsonNode> documents = new ObjectMapper(new YAMLFactory()).readerFor(JsonNode.class)
                .readValues(DocFiles.MODULE.resolve("examples/nodes/kubernetes.yaml").toFile())) {
            documents.forEachRemaining(resource -> resources.put(resource.get("kind").asText(), resource));
        }
        pod = resources.get("Deployment").at("/spec/template");
        container = pod.at("/spec/containers/0");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        container.get("env").forEach(each -> environment.put(each.get("name").asText(), each.get("value").asText()));
        return environment;
    }

    @Test
    void itsVariablesAreKeysOfTheConfiguration() {
        Set<String> known = ConfigurationKeys.all().stream()
                .map(key -> StringUtil.replaceNonAlphanumericByUnderscores(key).toUpperCase()).collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>(environment().keySet());
        assertTrue(unknown.size() >= 3);
        unknown.removeAll(known);
        assertEquals(List.of(), unknown);
    }

    @Test
    void aPodHasTheTimeToEnd() {
        int sleep = container.at("/lifecycle/preStop/sleep/seconds").asInt();
        assertTrue(sleep > 0);
        assertTrue(pod.at("/spec/terminationGracePeriodSeconds").asInt() > sleep + CLOSING_SECONDS);
        assertFalse(environment().containsKey("QUARKUS_SHUTDOWN_TIMEOUT"), "it would elapse");
        assertEquals("/q/health/ready", container.at("/readinessProbe/httpGet/path").asText());
        assertEquals(0, resources.get("Deployment").at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(-1));
    }

    @Test
    void aConnectionMayBeQuietForLongerThanAPingTakes() {
        JsonNode annotations = resources.get("Ingress").at("/metadata/annotations");
        for (String timeout : List.of("read", "send")) {
            assertTrue(annotations.get("nginx.ingress.kubernetes.io/proxy-" + timeout + "-timeout")
                    .asInt() > PING_SECONDS, timeout);
        }
    }

    @Test
    void theyNameEachOther() {
        JsonNode labels = pod.at("/metadata/labels");
        assertEquals(labels, resources.get("Deployment").at("/spec/selector/matchLabels"));
        assertEquals(labels, resources.get("Service").at("/spec/selector"));
        assertEquals(labels, resources.get("PodDisruptionBudget").at("/spec/selector/matchLabels"));
        JsonNode port = resources.get("Service").at("/spec/ports/0");
        assertEquals(container.at("/ports/0/name"), port.get("targetPort"));
        JsonNode backend = resources.get("Ingress").at("/spec/rules/0/http/paths/0/backend/service");
        assertEquals(resources.get("Service").at("/metadata/name"), backend.get("name"));
        assertEquals(port.get("name"), backend.at("/port/name"));
    }
}
