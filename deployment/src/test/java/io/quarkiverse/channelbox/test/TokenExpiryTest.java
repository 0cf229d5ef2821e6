package io.quarkiverse.channelbox.test;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** With a mechanism of the application's own. */
class TokenExpiryTest extends TokenExpiry {

    @RegisterExtension
    static final QuarkusUnitTest APP = app(TestTokens.class, TestTokens.Identity.class)
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-security-deployment", Version.getVersion())));

    @Override
    String token(String user, Duration validFor) {
        return TestTokens.of(user, validFor);
    }
}
