package io.quarkiverse.channelbox.chat;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ConversationIT extends ConversationTest {
}
