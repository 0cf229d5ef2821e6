package io.quarkiverse.channelbox.test;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;

/** The system takes little for a client that does not read: how slow one is shows soon. */
@Singleton
public class NarrowSockets implements HttpServerOptionsCustomizer {

    static final int BYTES = 32 * 1024;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setSendBufferSize(BYTES);
    }
}
