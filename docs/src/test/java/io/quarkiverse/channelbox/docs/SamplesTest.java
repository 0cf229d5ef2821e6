package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.testclient.RedisServer;

/** What the pages show comes from files that tests compile or run; keys of the configuration are those that there are. */
class SamplesTest {

    private static final Pattern LISTING = Pattern.compile("(?ms)^\\[source(?:,([a-z]+))?[^]]*]\\n----\\n(.*?)\\n----$");
    private static final Pattern INCLUDE = Pattern.compile("include::\\{examples}([^\\[]+)\\[[^]]*]");
    /** What is said to a shell, seen on the wire, written by somebody else, or made by a build, which has tests of its own. */
    private static final Set<String> SHOWN_AS_IT_IS = Set.of("shell", "json", "python", "xml", "properties");
    private static final Set<String> MADE_BY_THE_BUILD = Set.of("contract");
    /** Of extensions that are not among the dependencies of this module. */
    private static final Pattern OF_OTHERS = Pattern.compile("quarkus\\.(redis|management|oidc|identity)\\..*");
    private static final Pattern NAME_IN_KEY = Pattern.compile("\"[^\"]*\"");
    private static final Pattern OWN_KEY = Pattern.compile("quarkus\\.channel-box\\.[a-z0-9-]+(?:\\.[a-z0-9-]+)*");

    private record Listing(String page, String language, String text) {
    }

    private static List<Listing> listings() {
        List<Listing> listings = new ArrayList<>();
        for (Path page : DocFiles.list(DocFiles.MODULE.resolve("pages"), ".adoc")) {
            Matcher listing = LISTING.matcher(DocFiles.read(page));
            while (listing.find()) {
                listings.add(new Listing(page.getFileName().toString().replace(".adoc", ""),
                        listing.group(1) == null ? "" : listing.group(1), listing.group(2)));
            }
        }
        assertTrue(listings.size() > 100, () -> listings.size() + " listings");
        return listings;
    }

    @Test
    void codeComesFromTestedFiles() {
        assertEquals(List.of(), listings().stream()
                .filter(listing -> !SHOWN_AS_IT_IS.contains(listing.language()) && !listing.language().isEmpty())
                .filter(listing -> !MADE_BY_THE_BUILD.contains(listing.page()))
                .filter(listing -> !listing.text().lines().allMatch(INCLUDE.asMatchPredicate())).toList());
    }

    @Test
    void keysOfTheConfigurationAreThere() throws IOException {
        Set<String> keys = keys();
        assertTrue(keys.size() > 500, () -> keys.size() + " keys");
        List<String> unknown = new ArrayList<>();
        for (Listing listing : listings()) {
            if (listing.language().equals("properties")) {
                Properties properties = new Properties();
                properties.load(new StringReader(INCLUDE.matcher(listing.text()).replaceAll(include -> Matcher
                        .quoteReplacement(DocFiles.read(DocFiles.MODULE.resolve("examples").resolve(include.group(1)))))));
                properties.stringPropertyNames().stream().map(SamplesTest::withoutProfileAndName)
                        .filter(key -> !keys.contains(key) && !OF_OTHERS.matcher(key).matches())
                        .forEach(key -> unknown.add(listing.page() + ": " + key));
            }
        }
        for (Path page : DocFiles.list(DocFiles.MODULE.resolve("pages"), ".adoc")) {
            OWN_KEY.matcher(DocFiles.read(page)).results().map(key -> key.group())
                    .filter(key -> keys.stream().noneMatch(each -> each.equals(key) || each.startsWith(key + '.')))
                    .forEach(key -> unknown.add(page.getFileName() + ": " + key));
        }
        assertEquals(List.of(), unknown);
    }

    private static String withoutProfileAndName(String key) {
        return NAME_IN_KEY.matcher(key.replaceFirst("^%[a-z,-]+\\.", "")).replaceAll("*");
    }

    /** Those of all extensions on the class path, which their jars describe. */
    static Set<String> keys() throws IOException {
        Set<String> keys = new HashSet<>();
        for (URL model : Collections.list(SamplesTest.class.getClassLoader()
                .getResources("META-INF/quarkus-config-doc/quarkus-config-model.json"))) {
            try (InputStream in = model.openStream()) {
                for (JsonNode path : new ObjectMapper().readTree(in).findValues("property")) {
                    keys.add(NAME_IN_KEY.matcher(path.asText()).replaceAll("*"));
                }
            }
        }
        return keys;
    }

    @Test
    void redisTakesItsConfiguration() {
        List<String> lines = DocFiles.read(DocFiles.MODULE.resolve("examples/nodes/redis.conf")).lines().toList();
        List<String> options = new ArrayList<>();
        lines.forEach(line -> options.addAll(List.of(("--" + line).split(" "))));
        try (RedisServer server = RedisServer.start(options.toArray(String[]::new))) {
            assertTrue(server.command("CONFIG", "GET", "maxmemory-policy").contains("noeviction"));
            assertTrue(server.command("CONFIG", "GET", "appendfsync").contains("everysec"));
            assertTrue(server.command("CONFIG", "GET", "client-output-buffer-limit").contains("pubsub 268435456 67108864 60"));
        }
    }
}
