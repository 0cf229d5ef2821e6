package io.quarkiverse.channelbox.runtime.lane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;

/** The pings of a lane, which all its connections share: whoever writes one writes a duplicate. A few bytes, never released. */
final class PingFrames {

    private static final int FINAL_PING = 0x89;

    private final ByteBuf webSocket;
    private final ByteBuf protocol;

    PingFrames(FrameEncoder encoder) {
        webSocket = buffer(2 + Pulse.PAYLOAD.length);
        webSocket.writeByte(FINAL_PING).writeByte(Pulse.PAYLOAD.length).writeBytes(Pulse.PAYLOAD);
        EncodedPayload ping = EncodedPayload.json(ProtocolFrames.PING);
        protocol = buffer(encoder.size(ping));
        encoder.encode(ping, protocol);
    }

    private static ByteBuf buffer(int size) {
        return Unpooled.unreleasableBuffer(new UnpooledByteBufAllocator(true, true).directBuffer(size));
    }

    /** As RFC 6455 has them: they are answered below the client, which does not see them. */
    ByteBuf webSocket() {
        return webSocket;
    }

    /** What a WebSocket ping carries, and so the pong that answers it. */
    ByteBuf payload() {
        return webSocket.slice(2, Pulse.PAYLOAD.length);
    }

    /** Those of the subprotocol, which the client sees. */
    ByteBuf protocol() {
        return protocol;
    }
}
