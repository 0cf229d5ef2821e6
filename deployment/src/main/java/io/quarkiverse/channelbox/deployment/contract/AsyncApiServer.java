package io.quarkiverse.channelbox.deployment.contract;

import java.net.URI;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

import com.asyncapi.v3._0_0.model.server.Server;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig.AsyncApiConfig;

/** Where the application is, as far as the build can know. */
final class AsyncApiServer {

    private static final String ANY_ADDRESS = "0.0.0.0";

    private AsyncApiServer() {
    }

    /** @param rootPath of the application, where no address is configured */
    static Server of(AsyncApiConfig config, String rootPath) {
        URI address = config.server().orElseGet(() -> configured(rootPath));
        String path = address.getPath() == null ? "" : address.getPath().replaceFirst("/$", "");
        return Server.builder().protocol(address.getScheme()).host(address.getAuthority())
                .pathname(path.isEmpty() ? null : path).build();
    }

    private static URI configured(String rootPath) {
        Config config = ConfigProvider.getConfig();
        String host = config.getOptionalValue("quarkus.http.host", String.class).filter(name -> !name.equals(ANY_ADDRESS))
                .orElse("localhost");
        return URI.create("ws://" + host + ":" + config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080)
                + rootPath);
    }
}
