package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The pom of the tutorial has the version of Quarkus that the build has, and of the extension that users are told to take. */
class ExamplePomTest {

    @Test
    void hasTheVersions() {
        String pom = DocFiles.read(DocFiles.MODULE.resolve("examples/getting-started/pom.xml"));
        assertTrue(pom.contains("<quarkus.version>" + System.getProperty("docs.quarkus.version") + "</quarkus.version>"));
        assertTrue(pom.contains("<version>" + System.getProperty("docs.documented.version") + "</version>"));
    }
}
