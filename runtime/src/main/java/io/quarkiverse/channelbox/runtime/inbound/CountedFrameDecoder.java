package io.quarkiverse.channelbox.runtime.inbound;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/**
 * Netty's decoder of frames, which tells how much it keeps for a frame that is not complete. The rules that it leaves to others
 * are those of {@link FrameRules}.
 */
final class CountedFrameDecoder extends WebSocket13FrameDecoder {

    private static final int SLACK_BYTES = 1024;

    private final Begun begun;

    CountedFrameDecoder(int maxFrameBytes, boolean allowsExtensions, Begun begun) {
        super(WebSocketDecoderConfig.newBuilder().expectMaskedFrames(true).allowMaskMismatch(false)
                .allowExtensions(allowsExtensions)
                .maxFramePayloadLength(maxFrameBytes).closeOnProtocolViolation(false).withUTF8Validator(false).build());
        this.begun = begun;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        super.channelRead(context, message);
        ByteBuf kept = internalBuffer();
        int size = kept.readableBytes();
        if (size > 0 && kept.capacity() > 2 * size + SLACK_BYTES) {
            // The little that is left of what was read does not keep all of it.
            super.channelRead(context, context.alloc().buffer(size).writeBytes(kept));
        }
        kept = internalBuffer();
        begun.frame(kept.isReadable() ? kept.capacity() : 0);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        begun.end();
        super.handlerRemoved0(context);
    }
}
