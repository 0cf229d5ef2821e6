package io.quarkiverse.channelbox.test;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;

class ReplayOfAnySizeTest extends ReplayOfAnySize {

    @RegisterExtension
    static final QuarkusUnitTest APP = application();
}
