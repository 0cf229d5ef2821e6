package io.quarkiverse.channelbox.runtime.inbound;

import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilter;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionFilterProvider;

/**
 * Has Netty compress only those messages of an endpoint that are large enough, or come in several frames.
 *
 * @param minBytes of the payload
 */
record LargeMessages(long minBytes) implements WebSocketExtensionFilterProvider {

    @Override
    public WebSocketExtensionFilter encoderFilter() {
        return this::isSmall;
    }

    /** Only of whole messages: what comes between the frames of one must not be said to be left out. */
    private boolean isSmall(WebSocketFrame frame) {
        return (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) && frame.isFinalFragment()
                && frame.content().readableBytes() < minBytes;
    }

    @Override
    public WebSocketExtensionFilter decoderFilter() {
        return WebSocketExtensionFilter.NEVER_SKIP;
    }
}
