package io.quarkiverse.channelbox.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command that a page or a Markdown file tells the reader to give.
 *
 * @param words the program and its arguments, before what sets variables
 */
record Command(String file, List<String> variables, List<String> words) {

    private static final Pattern IN_TEXT = Pattern.compile("`\\+?((?:(?:mvn|java|curl|quarkus|npm) |-[DP]"
            + "|(?:runtime|integration-tests)/[^`\\s]*/(?:run|micro)\\b)[^`\\n]*?)\\+?`");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s'$]|\\$\\([^)]*\\)|'[^']*')+");

    /** Those of shells, and those in the text. */
    static List<Command> of(Path file) {
        Stream<String> listings = Listing.of(file).stream().filter(listing -> listing.language().equals("shell"))
                .map(Listing::text);
        Stream<String> text = IN_TEXT.matcher(DocFiles.read(file)).results().map(found -> found.group(1));
        return Stream.concat(listings, text).flatMap(script -> Stream.of(script.replace("\\\n", " ").split("\n| && ")))
                .map(line -> parse(file.getFileName().toString(), line)).toList();
    }

    private static Command parse(String file, String line) {
        List<String> variables = new ArrayList<>();
        List<String> words = new ArrayList<>();
        WORD.matcher(line).results().map(MatchResult::group)
                .forEach(
                        word -> (words.isEmpty() && word.matches("[A-Z_]+=.*") ? variables : words).add(word.replace("'", "")));
        return new Command(file, variables, words);
    }

    /** Empty if only variables are set. */
    String program() {
        return words.isEmpty() ? "" : words.get(0);
    }

    List<String> arguments() {
        return words.isEmpty() ? List.of() : words.subList(1, words.size());
    }
}
