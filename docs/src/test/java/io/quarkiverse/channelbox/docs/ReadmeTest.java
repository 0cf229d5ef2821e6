package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** The example of the README is the one that is compiled and run. */
class ReadmeTest {

    private static final int MOST_LINES = 25;

    @Test
    void theExampleIsTheOneThatRuns() {
        Matcher example = Pattern.compile("(?ms)^```java\\n(.*?)^```").matcher(DocFiles.read(DocFiles.README));
        assertTrue(example.find(), "The README has no example");
        assertEquals(DocFiles.tagged("org/acme/chat/ChatSocket.java", "socket") + "\n"
                + DocFiles.tagged("org/acme/chat/ChatResource.java", "resource"), example.group(1));
        assertTrue(example.group(1).lines().count() <= MOST_LINES, "The example has more than " + MOST_LINES + " lines");
    }
}
