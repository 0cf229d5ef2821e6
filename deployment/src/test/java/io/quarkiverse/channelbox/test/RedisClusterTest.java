package io.quarkiverse.channelbox.test;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;

/** A Redis Cluster, with which messages would come in any order, is refused at the start. */
class RedisClusterTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withEmptyApplication()
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-redis-client", Version.getVersion())))
            .overrideConfigKey("quarkus.redis.devservices.enabled", "false")
            .overrideConfigKey("quarkus.redis.hosts", "redis://127.0.0.1:1")
            .overrideRuntimeConfigKey("quarkus.redis.client-type", "cluster")
            .overrideRuntimeConfigKey("quarkus.channel-box.engine", "redis")
            .assertException(failure -> {
                String message = StartFailures.message(failure);
                assertTrue(message.contains("quarkus.redis.client-type=cluster: use"), message);
            });

    @Test
    void doesNotStart() {
        fail();
    }
}
