package io.quarkiverse.channelbox.runtime.settings;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.websockets.next.runtime.config.WebSocketsServerRuntimeConfig;
import io.vertx.core.http.HttpServerOptions;

/** Whether permessage-deflate (RFC 7692) is agreed to, and which messages are compressed then. */
@Singleton
public final class CompressionSettings {

    /** Nothing is compressed. */
    public static final CompressionSettings OFF = new CompressionSettings(false, 0, Long.MAX_VALUE);

    private final boolean isOn;
    private final int level;
    private final long minBytes;

    @Inject
    public CompressionSettings(ValidatedConfig config, WebSocketsServerRuntimeConfig webSockets) {
        this(config.values().compression() && webSockets.perMessageCompressionSupported(),
                webSockets.compressionLevel().orElse(HttpServerOptions.DEFAULT_WEBSOCKET_COMPRESSION_LEVEL),
                config.values().compressionMinSize().asLongValue());
    }

    CompressionSettings(boolean isOn, int level, long minBytes) {
        this.isOn = isOn;
        this.level = level;
        this.minBytes = minBytes;
    }

    public boolean isOn() {
        return isOn;
    }

    /** From 0 to 9. */
    public int level() {
        return level;
    }

    /** What is smaller is not compressed. */
    public long minBytes() {
        return minBytes;
    }
}
