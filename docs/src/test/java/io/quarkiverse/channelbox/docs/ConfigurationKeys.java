package io.quarkiverse.channelbox.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.eclipse.aether.artifact.DefaultArtifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.bootstrap.resolver.maven.BootstrapMavenException;
import io.quarkus.bootstrap.resolver.maven.MavenArtifactResolver;

/** The keys of the configuration that there are, which the jars of extensions describe. */
final class ConfigurationKeys {

    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";
    private static final Pattern NAME = Pattern.compile("\"[^\"]*\"");
    /** They are on pages, and not among the dependencies of this module: all its tests would have them. */
    private static final List<String> OTHER_EXTENSIONS = List.of("quarkus-redis-client",
            "quarkus-redis-client-deployment", "quarkus-opentelemetry", "quarkus-oidc");
    private static final Set<String> ALL = read();

    private ConfigurationKeys() {
    }

    /** Where a name of the application's own stands in quotes, they have an asterisk. */
    static Set<String> all() {
        return ALL;
    }

    static boolean contains(String key) {
        return ALL.contains(NAME.matcher(key.replaceFirst("^%[a-z,-]+\\.", "")).replaceAll("*"));
    }

    /** Whether it is a key, the beginning of keys, or that of a client or another thing with a name. */
    static boolean containsPart(String part) {
        String named = part.replaceFirst("^(quarkus\\.[a-z0-9-]+\\.)[a-z0-9]+\\.", "$1*.");
        return ALL.stream().anyMatch(key -> key.equals(part) || key.startsWith(part + '.') || key.equals(named));
    }

    private static Set<String> read() {
        Set<String> keys = new HashSet<>();
        try {
            List<URL> models = new ArrayList<>(
                    Collections.list(ConfigurationKeys.class.getClassLoader().getResources(MODEL)));
            MavenArtifactResolver resolver = MavenArtifactResolver.builder().setWorkspaceDiscovery(false).build();
            for (String extension : OTHER_EXTENSIONS) {
                models.add(new URL("jar:" + resolver.resolve(new DefaultArtifact(
                        "io.quarkus:" + extension + ":" + System.getProperty("docs.quarkus.version"))).getArtifact().getFile()
                        .toURI() + "!/" + MODEL));
            }
            for (URL model : models) {
                try (InputStream in = model.openStream()) {
                    for (JsonNode path : new ObjectMapper().readTree(in).findValues("property")) {
                        keys.add(NAME.matcher(path.asText()).replaceAll("*"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (BootstrapMavenException e) {
            throw new IllegalStateException(e);
        }
        return Set.copyOf(keys);
    }
}
