package io.quarkiverse.channelbox.chat;

import org.junit.jupiter.api.Tag;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@Tag("long")
@QuarkusIntegrationTest
class RefusalIT extends RefusalTest {
}
