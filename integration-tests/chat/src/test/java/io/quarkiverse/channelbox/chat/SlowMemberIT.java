package io.quarkiverse.channelbox.chat;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

@Tag("long")
@QuarkusIntegrationTest
class SlowMemberIT extends SlowMemberTest {
}
