package io.quarkiverse.channelbox.runtime.protocol;

import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** Makes the server agree to the subprotocol, beside those that the application has configured. */
@Singleton
public class Subprotocol implements HttpServerOptionsCustomizer {

    /** The value of {@code Sec-WebSocket-Protocol} (RFC 6455, section 1.9). */
    public static final String NAME = "channelbox.v1";

    /** Whether a client offers it, among others maybe. */
    public static boolean isOffered(HttpServerRequest upgrade) {
        return upgrade.headers().getAll("Sec-WebSocket-Protocol").stream().flatMap(value -> Stream.of(value.split(",")))
                .map(String::trim).anyMatch(NAME::equals);
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        add(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        add(options);
    }

    @Override
    public void customizeDomainSocketServer(HttpServerOptions options) {
        add(options);
    }

    private static void add(HttpServerOptions options) {
        List<String> known = options.getWebSocketSubProtocols();
        if (known == null || !known.contains(NAME)) {
            options.addWebSocketSubProtocol(NAME);
        }
    }
}
