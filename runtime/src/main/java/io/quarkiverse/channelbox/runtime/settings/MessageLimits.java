package io.quarkiverse.channelbox.runtime.settings;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.websockets.next.runtime.config.WebSocketsServerRuntimeConfig;
import io.vertx.core.http.HttpServerOptions;

/**
 * How long WebSocket frames and messages may be: as WebSockets Next is configured, else the HTTP server, else as Vert.x has it.
 */
@Singleton
public final class MessageLimits {

    private final int maxFrameBytes;
    private final int maxMessageBytes;

    public MessageLimits(WebSocketsServerRuntimeConfig webSockets, VertxHttpConfig http) {
        this.maxFrameBytes = webSockets.maxFrameSize().orElseGet(() -> http.websocketServer().maxFrameSize()
                .orElse(HttpServerOptions.DEFAULT_MAX_WEBSOCKET_FRAME_SIZE));
        this.maxMessageBytes = webSockets.maxMessageSize().orElseGet(() -> http.websocketServer().maxMessageSize()
                .orElse(HttpServerOptions.DEFAULT_MAX_WEBSOCKET_MESSAGE_SIZE));
    }

    /** Of payload. */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    public int maxMessageBytes() {
        return maxMessageBytes;
    }
}
