package io.quarkiverse.channelbox.chat;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The JavaScript client as an npm package: what TypeScript and bundlers think of it. */
class NpmPackageIT {

    static final Path PACKAGE = Path.of("../../runtime/src/main/js").toAbsolutePath().normalize();
    static final Path EXAMPLES = Path.of("../../docs/modules/ROOT/examples/clients").toAbsolutePath().normalize();
    private static final Path TYPE_TESTS = Path.of("../../runtime/src/test/js/types").toAbsolutePath().normalize();

    private static Npm npm;

    @BeforeAll
    static void install() {
        npm = Npm.install("npm", "typescript@5.9.3", "publint@0.3.25", "@arethetypeswrong/cli@0.18.5", PACKAGE.toString());
    }

    @Test
    void theTypesHoldWhatTheySay() {
        npm.run(TYPE_TESTS, "tsc", "-p", ".");
    }

    @Test
    void theExampleOfTheDocumentationHasTheRightTypes() {
        npm.run(npm.copy(EXAMPLES), "tsc", "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--module", "nodenext",
                "--target", "es2022", "--lib", "es2022,dom", "typed.mts");
    }

    @Test
    void isPublishedAsItShouldBe() {
        npm.run(PACKAGE, "publint", "--strict");
    }

    /** It packs the package, and so works on a copy. */
    @Test
    void itsTypesAreFound() {
        npm.run(npm.copy(PACKAGE), "attw", "--pack", ".", "--profile", "esm-only");
    }
}
