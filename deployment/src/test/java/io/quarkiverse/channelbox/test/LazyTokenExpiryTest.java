package io.quarkiverse.channelbox.test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** Where Quarkus authenticates only who has to be known. */
class LazyTokenExpiryTest extends TokenExpiry {

    @RegisterExtension
    static final QuarkusUnitTest APP = app(TestTokens.class, TestTokens.Identity.class)
            .overrideConfigKey("quarkus.http.auth.proactive", "false")
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-security-deployment", Version.getVersion())));

    static Stream<String> ways() {
        return Stream.of(TokenWay.COOKIE.name());
    }

    @Override
    String token(String user, Duration validFor) {
        return TestTokens.of(user, validFor);
    }
}
