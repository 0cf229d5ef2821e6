package io.quarkiverse.channelbox.test;

import io.quarkiverse.channelbox.testclient.RedisServer;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** A Redis server that the application of a test has for itself; it ends after the application. */
final class OwnRedis {

    /** What an application needs for it, to be forced. */
    static final Dependency EXTENSION = Dependency.of("io.quarkus", "quarkus-redis-client", Version.getVersion());

    /**
     * Of the system, with the port: the class of a test is loaded again within its application, which needs no other server.
     */
    private final String property;

    private OwnRedis(String property) {
        this.property = property;
    }

    static OwnRedis of(Class<?> test) {
        return new OwnRedis("channel-box.test.redis." + test.getName());
    }

    QuarkusUnitTest in(QuarkusUnitTest app) {
        if (Integer.getInteger(property) == null) {
            RedisServer server = RedisServer.start();
            System.setProperty(property, String.valueOf(server.port()));
            app.setAfterAllCustomizer(() -> {
                System.clearProperty(property);
                server.close();
            });
        }
        return app.overrideConfigKey("quarkus.redis.devservices.enabled", "false")
                .overrideConfigKey("quarkus.redis.hosts", "redis://127.0.0.1:" + port())
                .overrideRuntimeConfigKey("quarkus.channel-box.engine", "redis");
    }

    private int port() {
        return Integer.getInteger(property);
    }

    /** Sends a command and returns the reply, as Redis has it. */
    String command(String... words) {
        return RedisServer.command(port(), words);
    }
}
