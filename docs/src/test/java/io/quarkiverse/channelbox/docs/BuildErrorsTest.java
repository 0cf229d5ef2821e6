package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.acme.broken.ChatSocket;
import org.acme.broken.NoSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

/** The messages that the page on groups shows are those that the build gives. */
class BuildErrorsTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(ChatSocket.class, NoSocket.class))
            .assertException(BuildErrorsTest::checkMessages);

    @Test
    void theBuildFails() {
        fail();
    }

    private static void checkMessages(Throwable failure) {
        Set<String> messages = Stream.concat(Stream.of(failure.getMessage()),
                Stream.of(failure.getSuppressed()).map(Throwable::getMessage))
                .flatMap(String::lines).map(line -> line.replaceFirst("^.*?@ChannelGroup", "@ChannelGroup"))
                .filter(line -> line.startsWith("@ChannelGroup")).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(messages, Listing.ofPage("groups.adoc", "").stream().map(Listing::text)
                .collect(Collectors.toCollection(TreeSet::new)));
    }
}
