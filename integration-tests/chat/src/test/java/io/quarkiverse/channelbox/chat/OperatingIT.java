package io.quarkiverse.channelbox.chat;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class OperatingIT extends OperatingTest {
}
