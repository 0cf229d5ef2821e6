package io.quarkiverse.channelbox.deployment.contract;

import java.net.URI;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

import com.asyncapi.v3._0_0.model.server.Server;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxBuildTimeConfig.AsyncApiConfig;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Where the application is, as far as the build can know. */
final class AsyncApiServer {

    private static final String SERVER = "quarkus.channel-box.asyncapi.server";
    private static final String ANY_ADDRESS = "0.0.0.0";

    private AsyncApiServer() {
    }

    /**
     * @param rootPath of the application, where no address is configured
     * @throws ConfigurationException if an address is configured that lacks what AsyncAPI wants of a server
     */
    static Server of(AsyncApiConfig config, String rootPath) {
        config.server().ifPresent(AsyncApiServer::check);
        URI address = config.server().orElseGet(() -> configured(rootPath));
        String path = address.getPath() == null ? "" : address.getPath().replaceFirst("/$", "");
        return Server.builder().protocol(address.getScheme()).host(address.getAuthority())
                .pathname(path.isEmpty() ? null : path).build();
    }

    private static void check(URI address) {
        if (address.getScheme() == null || address.getAuthority() == null) {
            throw new ConfigurationException(
                    SERVER + "=" + address + " is not the address of a server; write it with scheme and"
                            + " host, as in wss://chat.acme.org",
                    Set.of(SERVER));
        }
    }

    private static URI configured(String rootPath) {
        Config config = ConfigProvider.getConfig();
        String host = config.getOptionalValue("quarkus.http.host", String.class).filter(name -> !name.equals(ANY_ADDRESS))
                .orElse("localhost");
        return URI.create("ws://" + host + ":" + config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080)
                + rootPath);
    }
}
