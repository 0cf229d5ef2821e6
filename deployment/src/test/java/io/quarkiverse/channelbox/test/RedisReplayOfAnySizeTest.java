package io.quarkiverse.channelbox.test;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.testclient.RedisServer;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

@Tag("long")
class RedisReplayOfAnySizeTest extends ReplayOfAnySize {

    /** The class is loaded again within the application, which needs no server of its own. */
    private static final String PORT = "channel-box.test.redis-of-replays";
    private static RedisServer server;

    @RegisterExtension
    static final QuarkusUnitTest APP = application()
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-redis-client", Version.getVersion())))
            .overrideConfigKey("quarkus.redis.devservices.enabled", "false")
            .overrideConfigKey("quarkus.redis.hosts", "redis://127.0.0.1:" + port())
            .overrideRuntimeConfigKey("quarkus.channel-box.engine", "redis")
            .setAfterAllCustomizer(() -> {
                System.clearProperty(PORT);
                server.close();
            });

    private static String port() {
        if (System.getProperty(PORT) == null) {
            server = RedisServer.start();
            System.setProperty(PORT, String.valueOf(server.port()));
        }
        return System.getProperty(PORT);
    }
}
