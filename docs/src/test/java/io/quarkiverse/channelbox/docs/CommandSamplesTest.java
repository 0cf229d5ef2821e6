package io.quarkiverse.channelbox.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** What the reader is told to run names what there is, and so does the text, where it names tests and files. */
class CommandSamplesTest {

    /** Of Jazzer. */
    private static final Set<String> VARIABLES = Set.of("JAZZER_FUZZ", "JAZZER_MAX_EXECUTIONS");
    private static final Pattern PACKAGED = Pattern.compile("(?:(.*)/)?target/quarkus-app/quarkus-run\\.jar");
    private static final Pattern TEST = Pattern.compile("`(\\*?[A-Z]\\w*(?:Test|IT))(?:#(\\w+))?`");
    /** A target for fuzzing that somebody adds. */
    private static final String ANY_TEST = "XFuzzTest";
    private static final Pattern PATH = Pattern.compile("`((?:docs|deployment|integration-tests|runtime|\\.github)/[^`\\s…]*)");
    private static final Pattern MADE = Pattern.compile(".*/(target/|\\.cifuzz-corpus).*");

    private static Stream<Path> files() {
        return Stream.concat(DocFiles.pages().stream(), DocFiles.MARKDOWN.stream());
    }

    @Test
    void commandsNameWhatThereIs() {
        List<Command> commands = files().flatMap(file -> Command.of(file).stream()).toList();
        assertTrue(commands.size() > 30, () -> commands.size() + " commands");
        List<String> unknown = new ArrayList<>();
        for (Command command : commands) {
            command.variables().stream().filter(variable -> !VARIABLES.contains(variable.split("=")[0]))
                    .forEach(variable -> unknown.add(variable + " of " + command));
            unknown(command).forEach(word -> unknown.add(word + " of " + command));
        }
        assertEquals(List.of(), unknown);
    }

    private static List<String> unknown(Command command) {
        return switch (command.program()) {
            case "" -> List.of();
            case "mvn" -> MavenArguments.unknown(command.arguments());
            case "java" -> unknownToJava(command.arguments());
            // GettingStartedTest does what it does.
            case "curl" -> command.file().equals("getting-started.adoc") ? List.of() : List.of("curl");
            // CodestartTest does what it does.
            case "quarkus" -> command.arguments().toString().matches("\\[create, app, -x, (channel-box"
                    + "|io\\.quarkiverse\\.channelbox:quarkus-channel-box:" + System.getProperty("docs.documented.version")
                    + ")]")
                            ? List.of()
                            : command.arguments();
            // Of the client's package, see NpmPackageIT.
            case "npm" -> List.of("pack", "install").contains(command.arguments().get(0)) ? List.of() : command.arguments();
            default -> command.program().startsWith("-") ? MavenArguments.unknown(command.words()) : unknownToScript(command);
        };
    }

    private static List<String> unknownToJava(List<String> arguments) {
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-jar")) {
                var packaged = PACKAGED.matcher(arguments.get(i + 1));
                // What has no module is in the project of the reader.
                return packaged.matches() && (packaged.group(1) == null || Sources.isApplication(packaged.group(1)))
                        ? unknown
                        : arguments;
            } else if (argument.equals("-cp")) {
                Stream.of(arguments.get(++i).replaceAll("\\$\\(cat ([^)]*)\\)", "$1").split(":"))
                        .filter(entry -> !Sources.hasModule(entry.replaceFirst("/target/.*", ""))).forEach(unknown::add);
            } else if (argument.startsWith("-D")) {
                if (!MavenArguments.isProperty(argument.substring(2).split("=")[0])) {
                    unknown.add(argument);
                }
            } else {
                return Sources.hasClass(argument.replace('.', '/')) ? unknown : arguments;
            }
        }
        return arguments;
    }

    /** Scripts of the repository: their first argument says which part of them, if any. */
    private static List<String> unknownToScript(Command command) {
        Path script = DocFiles.ROOT.resolve(command.program());
        if (!Files.isExecutable(script)) {
            return List.of(command.program());
        }
        String text = DocFiles.read(script);
        List<String> unknown = new ArrayList<>();
        for (String argument : command.arguments()) {
            if (argument.startsWith("-D")) {
                unknown.addAll(MavenArguments.unknown(List.of(argument)));
            } else if (argument.startsWith("--") && !text.contains(argument + ' ')) {
                unknown.add(argument);
            }
        }
        command.arguments().stream().findFirst().filter(part -> !part.startsWith("-"))
                .filter(part -> !text.contains("\n    " + part + ") ")).ifPresent(unknown::add);
        return unknown;
    }

    @Test
    void testsThatAreNamedAreThere() {
        List<String> unknown = new ArrayList<>();
        files().forEach(file -> TEST.matcher(DocFiles.read(file)).results()
                .filter(test -> !test.group(1).equals(ANY_TEST)
                        && !(test.group(2) == null ? Sources.hasClass(test.group(1))
                                : Sources.hasMethod(test.group(1), test.group(2))))
                .forEach(test -> unknown.add(file.getFileName() + ": " + test.group())));
        assertEquals(List.of(), unknown);
    }

    @Test
    void filesThatAreNamedAreThere() {
        List<String> unknown = new ArrayList<>();
        files().forEach(file -> PATH.matcher(DocFiles.read(file)).results().map(path -> path.group(1))
                .filter(path -> !MADE.matcher(path).matches() && !Files.exists(DocFiles.ROOT.resolve(path)))
                .forEach(path -> unknown.add(file.getFileName() + ": " + path)));
        assertEquals(List.of(), unknown);
    }
}
