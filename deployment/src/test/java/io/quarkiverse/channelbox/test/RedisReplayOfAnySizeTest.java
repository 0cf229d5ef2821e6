package io.quarkiverse.channelbox.test;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

@Tag("long")
class RedisReplayOfAnySizeTest extends ReplayOfAnySize {

    @RegisterExtension
    static final QuarkusUnitTest APP = OwnRedis.of(RedisReplayOfAnySizeTest.class).in(application())
            .setForcedDependencies(List.of(OwnRedis.EXTENSION));
}
