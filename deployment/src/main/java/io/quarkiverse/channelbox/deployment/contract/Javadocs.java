package io.quarkiverse.channelbox.deployment.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.MethodInfo;
import org.jboss.logging.Logger;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;

/**
 * What the application's sources say of its classes, as far as they are there. Of each class that is asked for the file is
 * parsed, once; nothing else is.
 */
final class Javadocs {

    private static final Logger LOG = Logger.getLogger(Javadocs.class);

    private final List<Path> sources;
    /** Null until there is a file to parse: loading it takes longer than looking at many types does. */
    private JavaParser parser;
    /** By the binary name of a class with nothing nested around it: what its file says of all that is in it. */
    private final Map<String, Map<String, String>> files = new HashMap<>();

    /** @param sources folders of Java sources; none, where there are none */
    Javadocs(Collection<Path> sources) {
        this.sources = List.copyOf(sources);
    }

    Optional<String> of(ClassInfo type) {
        return find(type.name().toString(), "");
    }

    Optional<String> of(Class<?> type) {
        return find(type.getName(), "");
    }

    /** The field, the component of a record, or the getter of the property. */
    Optional<String> ofField(Class<?> declaring, String field) {
        String capitalized = TypeNames.capitalized(field);
        return find(declaring.getName(), "#" + field)
                .or(() -> ofMethod(declaring, "get" + capitalized)).or(() -> ofMethod(declaring, "is" + capitalized));
    }

    Optional<String> ofMethod(Class<?> declaring, String method) {
        return find(declaring.getName(), "#" + method + "()");
    }

    /** Of methods with the same name what the first one says. */
    Optional<String> of(MethodInfo method) {
        return find(method.declaringClass().name().toString(), "#" + method.name() + "()");
    }

    private Optional<String> find(String type, String member) {
        if (sources.isEmpty() || type.startsWith("java.")) {
            return Optional.empty();
        }
        int nested = type.indexOf('$');
        String outermost = nested < 0 ? type : type.substring(0, nested);
        return Optional.ofNullable(files.computeIfAbsent(outermost, this::read).get(type.replace('$', '.') + member));
    }

    private Map<String, String> read(String outermost) {
        String name = outermost.replace('.', '/') + ".java";
        for (Path folder : sources) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return parse(file);
            }
        }
        return Map.of();
    }

    private Map<String, String> parse(Path file) {
        try {
            String source = Files.readString(file);
            if (!source.contains("/**")) {
                return Map.of();
            }
            if (parser == null) {
                parser = new JavaParser(new ParserConfiguration().setLanguageLevel(LanguageLevel.RAW));
            }
            ParseResult<CompilationUnit> result = parser.parse(source);
            if (result.isSuccessful() && result.getResult().isPresent()) {
                return JavadocReader.read(result.getResult().get());
            }
            LOG.debugf("%s cannot be parsed, so that nothing is described by it: %s", file, result.getProblems());
        } catch (IOException | RuntimeException e) {
            LOG.debugf(e, "%s cannot be read, so that nothing is described by it", file);
        }
        return Map.of();
    }
}
