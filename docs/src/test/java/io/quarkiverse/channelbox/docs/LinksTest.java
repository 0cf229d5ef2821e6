package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** What asciidoctor does not notice: links, anchors and images that lead nowhere, and pages that nothing leads to. */
class LinksTest {

    private static final Pattern HTML_LINK = Pattern.compile("<(?:a|img|link|script)\\b[^>]*?\\s(?:href|src)=\"([^\"]*)\"");
    private static final Pattern HTML_ANCHOR = Pattern.compile("\\sid=\"([^\"]+)\"");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("\\]\\(\\s*<?([^)\\s>]+)");
    private static final Pattern MARKDOWN_FENCE = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern MARKDOWN_HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern EXTERNAL = Pattern.compile("(?:[a-z][a-z0-9+.-]*:|//).*");

    private final List<String> broken = new ArrayList<>();

    @Test
    void everyLinkOfThePagesLeadsSomewhere() {
        List<Path> pages = DocFiles.list(DocFiles.HTML, ".html");
        assertFalse(pages.isEmpty(), "There are no pages in " + DocFiles.HTML);
        for (Path page : pages) {
            String html = DocFiles.read(page);
            for (Matcher link = HTML_LINK.matcher(html); link.find();) {
                check(page, link.group(1).replace("&amp;", "&"), file -> file);
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void everyLinkOfMarkdownLeadsSomewhere() {
        int links = 0;
        for (Path file : DocFiles.MARKDOWN) {
            String text = MARKDOWN_FENCE.matcher(DocFiles.read(file)).replaceAll("");
            for (Matcher link = MARKDOWN_LINK.matcher(text); link.find(); links++) {
                check(file, link.group(1), LinksTest::rendered);
            }
        }
        assertTrue(links > 30, links + " links");
        assertEquals(List.of(), broken);
    }

    @Test
    void everyPageIsInTheNavigationAndMadeOnce() {
        List<String> sources = DocFiles.pages().stream().map(LinksTest::name).toList();
        String navigation = DocFiles.read(DocFiles.MODULE.resolve("nav.adoc"));
        List<String> missing = sources.stream().filter(page -> !navigation.contains("xref:" + page + ".adoc[")).toList();
        assertEquals(List.of(), missing, "pages that nav.adoc does not list");
        List<String> pages = DocFiles.list(DocFiles.HTML, ".html").stream().map(LinksTest::name)
                .filter(page -> !page.equals("nav")).toList();
        assertEquals(sources, pages, "pages of " + DocFiles.HTML + " (stale ones go with mvn clean)");
    }

    @Test
    void noAnchorIsThereTwice() {
        for (Path page : DocFiles.list(DocFiles.HTML, ".html")) {
            broken.addAll(anchors(page).entrySet().stream().filter(anchor -> anchor.getValue() > 1)
                    .map(anchor -> page.getFileName() + ": " + anchor.getKey()).toList());
        }
        assertEquals(List.of(), broken);
    }

    private void check(Path from, String link, Function<Path, Path> anchorsOf) {
        if (EXTERNAL.matcher(link).matches()) {
            return;
        }
        int hash = link.indexOf('#');
        String path = URI.create(hash < 0 ? link : link.substring(0, hash)).getPath();
        Path file = path.isEmpty() ? from : from.resolveSibling(path).normalize();
        if (!Files.exists(file)) {
            broken.add(from.getFileName() + ": " + link + " (there is no such file)");
        } else if (hash >= 0 && hash + 1 < link.length()
                && !anchors(anchorsOf.apply(file)).containsKey(link.substring(hash + 1))) {
            broken.add(from.getFileName() + ": " + link + " (there is no such anchor)");
        }
    }

    /** The anchors of an .adoc file are those of the page that it becomes. */
    private static Path rendered(Path file) {
        return file.toString().endsWith(".adoc") ? DocFiles.HTML.resolve(name(file) + ".html") : file;
    }

    private static Map<String, Integer> anchors(Path file) {
        Map<String, Integer> anchors = new TreeMap<>();
        if (file.toString().endsWith(".md")) {
            MARKDOWN_HEADING.matcher(DocFiles.read(file)).results()
                    .forEach(heading -> anchors.put(anchor(heading.group(1)), 1));
        } else if (Files.isRegularFile(file)) {
            for (Matcher anchor = HTML_ANCHOR.matcher(DocFiles.read(file)); anchor.find();) {
                anchors.merge(anchor.group(1), 1, Integer::sum);
            }
        }
        return anchors;
    }

    /** As hosts of repositories make it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-');
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
    }
}
