package io.quarkiverse.channelbox.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The JavaScript client as an npm package: what TypeScript and bundlers think of it. */
@Tag("long")
class NpmPackageIT {

    static final Path PACKAGE = Path.of("../../runtime/src/main/js").toAbsolutePath().normalize();
    static final Path EXAMPLES = Path.of("../../docs/modules/ROOT/examples/clients").toAbsolutePath().normalize();
    private static final Path TYPE_TESTS = Path.of("../../runtime/src/test/js/types").toAbsolutePath().normalize();

    private static Npm npm;

    @BeforeAll
    static void install() {
        npm = Npm.tools();
    }

    @Test
    void theTypesHoldWhatTheySay() {
        npm.run(TYPE_TESTS, "tsc", "-p", ".");
    }

    @Test
    void theExamplesOfTheDocumentationHaveTheRightTypes() {
        npm.run(npm.copy(EXAMPLES), "tsc", "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--module", "nodenext",
                "--target", "es2022", "--lib", "es2022,dom", "typed.mts", "calls.mts", "kitchen.mts", "package.mts",
                "readme.mts");
    }

    /** As it is served: beside the client, with the types that the build has generated. */
    @Test
    void thePageOfTheChatHasTheRightTypes() throws IOException {
        Path page = npm.copy(Path.of("src/main/resources/META-INF/resources"));
        Files.write(page.resolve("channel-box.d.ts"), Files.readAllBytes(PACKAGE.resolve("channel-box.d.ts")));
        ContractIT.copyTypes(page);
        npm.run(page, "tsc", "--noEmit", "--allowJs", "--checkJs", "--strict", "--exactOptionalPropertyTypes", "--module",
                "esnext", "--moduleResolution", "bundler", "--target", "es2023", "--lib", "es2023,dom,dom.iterable", "chat.js");
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
