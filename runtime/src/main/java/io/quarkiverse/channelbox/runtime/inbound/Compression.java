package io.quarkiverse.channelbox.runtime.inbound;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import io.quarkiverse.channelbox.runtime.lane.CompressedMessages;
import io.quarkiverse.channelbox.runtime.settings.CompressionSettings;

/**
 * Agrees to permessage-deflate (RFC 7692) for one upgrade. In the place of Netty's own handler, whose decoder inflates a whole
 * message before anybody can see how large it is, and whose encoder refers to earlier messages if the client lets it: here each
 * message is compressed by itself, so that many can share one.
 */
final class Compression extends ChannelOutboundHandlerAdapter {

    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";

    private final WebSocketServerExtension agreed;
    private final int maxBytes;

    private Compression(WebSocketServerExtension agreed, int maxBytes) {
        this.agreed = agreed;
        this.maxBytes = maxBytes;
    }

    /**
     * Empty if it is not offered, or not so that it could be agreed to.
     *
     * @param offered the values of {@code Sec-WebSocket-Extensions}, comma-separated
     * @param maxBytes of a message, inflated
     */
    static Optional<Compression> agree(String offered, CompressionSettings settings, int maxBytes) {
        // Of the server there is one window for all. A client that offers to keep no context saves the memory for it.
        var handshaker = new PerMessageDeflateServerExtensionHandshaker(settings.level(), false,
                PerMessageDeflateServerExtensionHandshaker.MAX_WINDOW_SIZE,
                true, true, new LargeMessages(settings.minBytes()), maxBytes);
        for (String offer : offered.split(",")) {
            try {
                for (WebSocketExtensionData each : WebSocketExtensionUtil.extractExtensions(offer)) {
                    WebSocketServerExtension agreed = handshaker.handshakeExtension(withoutServerContext(each));
                    if (agreed != null) {
                        return Optional.of(new Compression(agreed, maxBytes));
                    }
                }
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                continue; // What is not well formed is not offered.
            }
        }
        return Optional.empty();
    }

    /** As if it had been offered: a server may say so unasked (section 7.1.1.1). */
    private static WebSocketExtensionData withoutServerContext(WebSocketExtensionData offer) {
        Map<String, String> parameters = new HashMap<>(offer.parameters());
        parameters.put(SERVER_NO_CONTEXT, null);
        return new WebSocketExtensionData(offer.name(), parameters);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        ChannelPromise written = promise;
        if (message instanceof HttpResponse response) {
            if (HttpResponseStatus.SWITCHING_PROTOCOLS.equals(response.status())) {
                CompressedMessages.areTakenBy(context.channel());
                response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, parameters());
                written = promise.unvoid();
                // Before the first frame is decoded, which is when the answer has been written.
                written.addListener(done -> begin(context));
            } else {
                context.pipeline().remove(this);
            }
        }
        context.write(message, written);
    }

    /** What the server answers. */
    String parameters() {
        WebSocketExtensionData answer = agreed.newReponseData();
        return answer.name() + answer.parameters().entrySet().stream()
                .map(each -> "; " + each.getKey() + (each.getValue() == null ? "" : '=' + each.getValue()))
                .collect(Collectors.joining());
    }

    private void begin(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            ChannelPipeline pipeline = context.pipeline();
            boolean keepsContext = !agreed.newReponseData().parameters().containsKey("client_no_context_takeover");
            pipeline.addAfter(context.name(), null, new BoundedInflater(maxBytes, keepsContext));
            pipeline.addAfter(context.name(), null, agreed.newExtensionEncoder());
            pipeline.remove(this);
        }
    }
}
