package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The pom of the tutorial has the versions that the build has. */
class ExamplePomTest {

    @Test
    void versionsAreThoseOfTheBuild() {
        String pom = DocFiles.read(DocFiles.MODULE.resolve("examples/getting-started/pom.xml"));
        assertTrue(pom.contains("<quarkus.version>" + System.getProperty("docs.quarkus.version") + "</quarkus.version>"));
        assertTrue(pom.contains("<version>" + System.getProperty("docs.version") + "</version>"));
    }
}
