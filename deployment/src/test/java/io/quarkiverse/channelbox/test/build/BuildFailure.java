package io.quarkiverse.channelbox.test.build;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkus.test.QuarkusUnitTest;

/** An application that must not build, and what the failure has to say. */
final class BuildFailure {

    private BuildFailure() {
    }

    /** @param messages each of which has to be there, word for word */
    static QuarkusUnitTest of(Class<?> application, String... messages) {
        return new QuarkusUnitTest().withApplicationRoot(root -> root.addClasses(application))
                .assertException(failure -> check(failure, messages));
    }

    /** Returns all that is there, for what must not be. */
    static String check(Throwable failure, String... messages) {
        String all = Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                .map(Throwable::getMessage).collect(Collectors.joining("\n"));
        for (String message : messages) {
            assertTrue(all.contains(message), () -> "'" + message + "' is missing in: " + all);
        }
        return all;
    }
}
