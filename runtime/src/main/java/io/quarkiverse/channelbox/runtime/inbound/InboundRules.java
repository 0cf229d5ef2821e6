package io.quarkiverse.channelbox.runtime.inbound;

import jakarta.inject.Singleton;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.quarkiverse.channelbox.runtime.protocol.Subprotocol;
import io.quarkiverse.channelbox.runtime.settings.CompressionSettings;
import io.quarkiverse.channelbox.runtime.settings.EndpointBindings;
import io.quarkiverse.channelbox.runtime.settings.MessageLimits;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;

/**
 * Holds clients to the rules that are connected to an endpoint with groups, or speak the subprotocol; all others are left to
 * Quarkus. It knows an internal of Vert.x: what its handler is called that negotiates extensions. What is called with a
 * channel is called on its event loop.
 */
@Singleton
public class InboundRules {

    private static final TypedKey<ConnectionFailure> FAILURE = new TypedKey<>("io.quarkiverse.channelbox.failure");
    /** Vert.x' negotiation of extensions, which is the same for all endpoints and inflates without bound. */
    private static final String VERTX_EXTENSIONS = "webSocketExtensionHandler";
    private static final String DECODER = "channel-box-decoder";

    private final EndpointBindings bindings;
    private final TakenFrames endpoints;
    private final Violations violations;
    private final Unfinished unfinished;
    private final CompressionSettings compression;
    private final MessageLimits limits;

    public InboundRules(EndpointBindings bindings, TakenFrames endpoints, Violations violations, Unfinished unfinished,
            CompressionSettings compression, MessageLimits limits) {
        this.bindings = bindings;
        this.endpoints = endpoints;
        this.violations = violations;
        this.unfinished = unfinished;
        this.compression = compression;
        this.limits = limits;
    }

    /** Whether a connection is one of those. */
    public boolean applyTo(WebSocketConnection webSocket) {
        return bindings.of(webSocket.endpointId()).isPresent() || Subprotocol.NAME.equals(webSocket.subprotocol());
    }

    /** An upgrade is let in: whether it is compressed is agreed on here, and not by Vert.x. */
    public void negotiate(HttpUpgradeContext upgrade, Channel channel, String vertxHandler) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(VERTX_EXTENSIONS) == null || pipeline.get(vertxHandler) == null
                || bindings.of(upgrade.endpointId()).isEmpty() && !Subprotocol.isOffered(upgrade.httpRequest())) {
            return;
        }
        pipeline.remove(VERTX_EXTENSIONS);
        if (compression.isOn()) {
            String offered = String.join(",", upgrade.httpRequest().headers().getAll("Sec-WebSocket-Extensions"));
            Compression.agree(offered, compression, limits.maxMessageBytes())
                    .ifPresent(agreed -> pipeline.addBefore(vertxHandler, null, agreed));
        }
    }

    /** A connection has opened: its frames are looked at from now on, before anybody else sees them. */
    public void checkFrames(WebSocketConnection webSocket, Channel channel, String vertxHandler) {
        if (applyTo(webSocket) && channel.pipeline().get(vertxHandler) != null) {
            ConnectionFailure failure = new ConnectionFailure(webSocket, violations);
            webSocket.userData().put(FAILURE, failure);
            Begun begun = new Begun(unfinished, channel, failure);
            WebSocket13FrameDecoder decoder = channel.pipeline().get(WebSocket13FrameDecoder.class);
            if (decoder != null) {
                channel.pipeline().replace(decoder, DECODER,
                        new CountedFrameDecoder(limits.maxFrameBytes(), compression.isOn(), begun));
            }
            channel.pipeline().addBefore(vertxHandler, null, new FrameRules(failure, begun));
        }
    }

    /** And what of them is for the endpoint, just before it gets them. */
    public void checkMessages(WebSocketConnection webSocket, Channel channel, String vertxHandler) {
        ConnectionFailure failure = webSocket.userData().get(FAILURE);
        if (failure != null && channel.pipeline().get(vertxHandler) != null) {
            channel.pipeline().addBefore(vertxHandler, null,
                    new MessageRules(failure, endpoints.of(webSocket.endpointId()), limits.maxMessageBytes()));
        }
    }
}
