package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The dependencies that the pages and the README name are there: without a version in the BOM of Quarkus, or else here. */
class XmlSamplesTest {

    private static final String QUARKUS = System.getProperty("docs.quarkus.version");
    private static final Path BOM = Path.of(System.getProperty("docs.repository"), "io", "quarkus", "quarkus-bom", QUARKUS,
            "quarkus-bom-" + QUARKUS + ".pom");

    private static Element parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }

    private static String text(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static String coordinates(Element dependency) {
        return text(dependency, "groupId") + ':' + text(dependency, "artifactId");
    }

    /** Those that the BOM gives a version. */
    private static Set<String> managed() throws Exception {
        Set<String> managed = new HashSet<>();
        NodeList dependencies = parse(DocFiles.read(BOM)).getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            managed.add(coordinates((Element) dependencies.item(i)));
        }
        assertTrue(managed.size() > 1000);
        return managed;
    }

    @Test
    void dependenciesAreThere() throws Exception {
        Set<String> managed = managed();
        // What the parent's pom gives a version is what applications get.
        String own = DocFiles.read(DocFiles.ROOT.resolve("pom.xml"));
        List<Listing> samples = Stream.concat(Listing.ofPages().stream(), Listing.of(DocFiles.README).stream())
                .filter(listing -> listing.language().equals("xml") && !listing.isIncluded()).toList();
        assertTrue(samples.size() >= 3, samples::toString);
        List<String> unknown = new ArrayList<>();
        for (Listing sample : samples) {
            Element dependency = parse(sample.text());
            assertEquals("dependency", dependency.getTagName(), sample::toString);
            boolean isOwn = text(dependency, "groupId").equals("io.quarkiverse.channelbox");
            if (isOwn ? !own.contains("<artifactId>" + text(dependency, "artifactId") + "</artifactId>")
                    || !text(dependency, "version").equals(System.getProperty("docs.documented.version"))
                    : !managed.contains(coordinates(dependency)) || !text(dependency, "version").isEmpty()) {
                unknown.add(sample.file() + ": " + coordinates(dependency) + ' ' + text(dependency, "version"));
            }
        }
        assertEquals(List.of(), unknown);
    }
}
