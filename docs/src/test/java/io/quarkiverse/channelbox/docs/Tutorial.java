package io.quarkiverse.channelbox.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project that somebody has who does what a page says: each file that it names before it shows what is in it. */
final class Tutorial {

    /** The last file that is named before a listing. */
    private static final Pattern FILE = Pattern.compile("(?ms)`(pom\\.xml|src/[^`]+)`(?:(?!^----|`(?:pom\\.xml|src/)).)*"
            + "^----\\n(.*?)\\n----$");

    private Tutorial() {
    }

    /** Writes the files, and returns their paths. */
    static List<String> write(String page, Path project) throws IOException {
        Stream.Builder<String> paths = Stream.builder();
        Matcher files = FILE.matcher(DocFiles.read(DocFiles.MODULE.resolve("pages").resolve(page)));
        while (files.find()) {
            Path file = project.resolve(files.group(1));
            Files.createDirectories(file.getParent());
            // What has been built is tried, whatever was released.
            Files.writeString(file, new Listing(page, "", files.group(2)).expanded()
                    .replace(System.getProperty("docs.documented.version"), System.getProperty("docs.version")));
            paths.add(files.group(1));
        }
        return paths.build().toList();
    }
}
