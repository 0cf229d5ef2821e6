package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

/** The code in Markdown files, which cannot include any, is that of examples which are compiled and run. */
class MarkdownSamplesTest {

    private static final int MOST_LINES = 25;

    private static List<String> listings(Path file, String language) {
        return Listing.of(file).stream().filter(listing -> listing.language().equals(language)).map(Listing::text).toList();
    }

    private static String tagged(String example, String tag) {
        return DocFiles.tagged(example, tag).stripIndent().strip();
    }

    @Test
    void theReadmeShowsTheChat() {
        String chat = tagged("org/acme/chat/ChatSocket.java", "socket") + "\n\n"
                + tagged("org/acme/chat/ChatResource.java", "resource");
        assertEquals(List.of(chat), listings(DocFiles.README, "java"));
        assertTrue(chat.lines().count() <= MOST_LINES, "The example has more than " + MOST_LINES + " lines");
        // It serves itself what the package has.
        assertEquals(List.of(tagged("clients/readme.mts", "served").replace("\"channel-box\"", "\"/channel-box.js\"")),
                listings(DocFiles.README, "js"));
    }

    @Test
    void theReadmeOfThePackageShowsTheClient() {
        assertEquals(List.of(tagged("clients/package.mts", "client")), listings(DocFiles.PACKAGE, "js"));
    }

    @Test
    void assistantsAreShownOrders() {
        assertEquals(List.of(tagged("org/acme/skill/OrderSocket.java", "socket"),
                tagged("org/acme/skill/OrderEvents.java", "publisher")), listings(DocFiles.SKILL, "java"));
    }

    @Test
    void thereIsNoOtherCode() {
        List<String> tested = List.of("java", "js", "shell", "xml");
        assertEquals(List.of(), DocFiles.MARKDOWN.stream().flatMap(file -> Listing.of(file).stream())
                .filter(listing -> !tested.contains(listing.language())).toList());
    }
}
