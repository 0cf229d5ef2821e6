package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of code that a page or a Markdown file shows.
 *
 * @param file its name
 * @param language empty if none is said
 * @param text as it is written: of what is included, the line that includes it
 */
record Listing(String file, String language, String text) {

    private static final Pattern OF_PAGES = Pattern
            .compile("(?ms)^(?:\\[source(?:,([a-z]+))?[^]]*]\\n)?----\\n(.*?)\\n----$");
    private static final Pattern OF_MARKDOWN = Pattern.compile("(?ms)^```([a-z]*)\\n(.*?)\\n```$");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^include::\\{examples}([^\\[]+)\\[.*]$");

    static List<Listing> of(Path file) {
        Pattern listings = file.toString().endsWith(".md") ? OF_MARKDOWN : OF_PAGES;
        return listings.matcher(DocFiles.read(file)).results().map(found -> new Listing(file.getFileName().toString(),
                found.group(1) == null ? "" : found.group(1), found.group(2))).toList();
    }

    static List<Listing> ofPages() {
        List<Listing> listings = DocFiles.pages().stream().flatMap(page -> of(page).stream()).toList();
        assertTrue(listings.size() > 100, () -> listings.size() + " listings");
        return listings;
    }

    static List<Listing> ofPage(String page, String language) {
        return of(DocFiles.MODULE.resolve("pages").resolve(page)).stream()
                .filter(listing -> listing.language().equals(language)).toList();
    }

    /** The text of the only one in that language. */
    static String only(String page, String language) {
        List<Listing> listings = ofPage(page, language);
        assertEquals(1, listings.size(), () -> language + " on " + page + ": " + listings);
        return listings.get(0).text();
    }

    /** Whether nothing stands in the page itself. */
    boolean isIncluded() {
        return text.lines().allMatch(INCLUDE.asMatchPredicate());
    }

    /** What the reader sees, if it is whole files that are included. */
    String expanded() {
        return INCLUDE.matcher(text)
                .replaceAll(include -> Matcher.quoteReplacement(DocFiles.example(include.group(1))));
    }
}
