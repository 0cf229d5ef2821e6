package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkiverse.channelbox.testclient.LogLines;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** Where Quarkus authenticates only who has to be known. */
@Tag("long")
class LazyTokenExpiryTest extends TokenExpiry {

    @RegisterExtension
    static final QuarkusUnitTest APP = app(TestTokens.class, TestTokens.Identity.class)
            .overrideConfigKey("quarkus.http.auth.proactive", "false")
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-security-deployment", Version.getVersion())))
            .setLogRecordPredicate(record -> record.getLoggerName().equals(OperatorLog.CATEGORY)
                    && record.getMessage().contains("its identity has expired"))
            .assertLogRecords(LazyTokenExpiryTest::somebodyIsTold);

    static Stream<String> ways() {
        return Stream.of(TokenWay.COOKIE.name());
    }

    @Override
    String token(String user, Duration validFor) {
        return TestTokens.of(user, validFor);
    }

    /** Of five connections that Quarkus closes for it, in fewer lines; the last one may come when nobody looks any more. */
    private static void somebodyIsTold(List<LogRecord> records) {
        List<String> lines = records.stream().map(new PatternFormatter("%m")::format).toList();
        assertFalse(lines.isEmpty());
        assertTrue(lines.size() < 5 && LogLines.times(lines) <= 5, lines::toString);
    }
}
