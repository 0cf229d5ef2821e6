package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
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
        String page = DocFiles.read(DocFiles.MODULE.resolve("pages/groups.adoc"));
        List<String> messages = Stream.concat(Stream.of(failure.getMessage()),
                Stream.of(failure.getSuppressed()).map(Throwable::getMessage))
                .flatMap(String::lines).map(line -> line.replaceFirst("^.*?@ChannelGroup", "@ChannelGroup"))
                .filter(line -> line.startsWith("@ChannelGroup")).distinct().toList();
        messages.forEach(System.out::println);
        assertEquals(List.of(), messages.stream().filter(message -> !page.contains(message)).toList(),
                "messages that are not on the page");
    }
}
