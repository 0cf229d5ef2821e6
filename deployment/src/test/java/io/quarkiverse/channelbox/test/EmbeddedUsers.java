package io.quarkiverse.channelbox.test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** Users of an application, whose passwords are their names. */
final class EmbeddedUsers {

    /** What an application needs for them, to be forced. */
    static final Dependency EXTENSION = Dependency.of("io.quarkus", "quarkus-elytron-security-properties-file",
            Version.getVersion());

    private EmbeddedUsers() {
    }

    static QuarkusUnitTest in(QuarkusUnitTest app, String... users) {
        app.overrideConfigKey("quarkus.http.auth.basic", "true")
                .overrideConfigKey("quarkus.security.users.embedded.enabled", "true")
                .overrideConfigKey("quarkus.security.users.embedded.plain-text", "true");
        for (String user : users) {
            app.overrideRuntimeConfigKey("quarkus.security.users.embedded.users.\"" + user + "\"", user);
        }
        return app;
    }

    /** The value of the header {@code Authorization}. */
    static String authorization(String user) {
        return authorization(user, user);
    }

    static String authorization(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8));
    }
}
