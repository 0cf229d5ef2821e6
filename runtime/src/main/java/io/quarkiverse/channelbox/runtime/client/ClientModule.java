package io.quarkiverse.channelbox.runtime.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig.ClientConfig;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Serves the JavaScript client, so that a page can import it from the application itself. */
@Singleton
public class ClientModule {

    /** In the runtime jar. */
    public static final String RESOURCE = "META-INF/channel-box/channel-box.js";

    private final ClientConfig config;

    public ClientModule(ValidatedConfig config) {
        this.config = config.values().client();
    }

    void serve(@Observes Router router) {
        if (config.enabled()) {
            Buffer module = read();
            String entityTag = '"' + hash(module) + '"';
            router.get(config.path()).handler(context -> answer(context, module, entityTag));
            router.head(config.path()).handler(context -> answer(context, module, entityTag));
        }
    }

    /** A browser asks each time whether it has changed, and mostly gets no more than that it has not. */
    private static void answer(RoutingContext context, Buffer module, String entityTag) {
        HttpServerResponse response = context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/javascript; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, entityTag)
                .putHeader("X-Content-Type-Options", "nosniff");
        if (entityTag.equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
        } else {
            response.end(module);
        }
    }

    private static Buffer read() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Buffer module) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(module.getBytes()), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
