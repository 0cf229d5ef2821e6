package org.acme.chat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;

/** The packaged application records nothing of what it sends. */
class NothingForTestsIT {

    @Test
    void theBeanIsNotThere() throws IOException {
        try (JarFile beans = new JarFile("target/quarkus-app/quarkus/generated-bytecode.jar")) {
            String base = "io/quarkiverse/channelbox/runtime/";
            assertTrue(beans.stream().anyMatch(entry -> entry.getName().startsWith(base + "Publisher_Bean")));
            assertFalse(beans.stream().anyMatch(entry -> entry.getName().startsWith(base + "testing/")));
        }
    }
}
