package io.quarkiverse.channelbox.chat;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class RefusalIT extends RefusalTest {
}
