package io.quarkiverse.channelbox.runtime.client;

import java.util.Map;
import java.util.stream.Stream;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.ClientConfig;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.vertx.ext.web.Router;

/** Serves the JavaScript client and its source map, so that a page can import it from the application itself. */
@Singleton
public class ClientModule {

    private static final String MODULE = "META-INF/channel-box/channel-box.js";
    private static final String SOURCE_MAP = MODULE + ".map";

    private final ClientConfig config;

    public ClientModule(ValidatedConfig config) {
        this.config = config.values().client();
    }

    /** What it serves, in the runtime jar; not all of it need be there. */
    public static String[] resources() {
        return Stream.of(MODULE, SOURCE_MAP).flatMap(PackagedFile::resources).toArray(String[]::new);
    }

    void serve(@Observes Router router) {
        if (config.enabled()) {
            String sourceMap = config.path() + ".map";
            serve(router, config.path(),
                    new PackagedFile(MODULE, "text/javascript; charset=utf-8", Map.of("SourceMap", sourceMap)));
            serve(router, sourceMap, new PackagedFile(SOURCE_MAP, "application/json", Map.of()));
        }
    }

    private static void serve(Router router, String path, PackagedFile file) {
        router.get(path).handler(file::answer);
        router.head(path).handler(file::answer);
    }
}
