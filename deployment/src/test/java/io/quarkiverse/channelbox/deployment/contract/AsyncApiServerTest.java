package io.quarkiverse.channelbox.deployment.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.asyncapi.v3._0_0.model.server.Server;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig.AsyncApiConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;

class AsyncApiServerTest {

    private static final String KEY = "quarkus.channel-box.asyncapi.server";

    private static AsyncApiConfig config(String server) {
        return new SmallRyeConfigBuilder().withDefaultValue(KEY, server).withMapping(ChannelBoxBuildTimeConfig.class).build()
                .getConfigMapping(ChannelBoxBuildTimeConfig.class).asyncapi();
    }

    @Test
    void anAddress() {
        Server server = AsyncApiServer.of(config("wss://chat.acme.org:8443/live/"), "/");
        assertEquals("wss", server.getProtocol());
        assertEquals("chat.acme.org:8443", server.getHost());
        assertEquals("/live", server.getPathname());
    }

    @ParameterizedTest
    @ValueSource(strings = { "chat.acme.org", "//chat.acme.org", "chat.acme.org:8443", "wss:/live" })
    void whatLacksSchemeOrHostIsNone(String value) {
        assertEquals(KEY + "=" + value + " is not the address of a server; write it with scheme and host, as in"
                + " wss://chat.acme.org",
                assertThrows(ConfigurationException.class, () -> AsyncApiServer.of(config(value), "/")).getMessage());
    }
}
