package io.quarkiverse.channelbox.runtime.inbound;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;

/**
 * Inflates what a client has compressed (RFC 7692, section 7.2.2), and stops where a message becomes larger than it may be: a
 * frame of 60 KB can be 60 MB. Used on the event loop.
 */
final class BoundedInflater extends ChannelInboundHandlerAdapter {

    /** What a sender leaves out at the end of each message. */
    private static final byte[] TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF };
    private static final int CHUNK_BYTES = 8 * 1024;

    private final int maxBytes;
    private final boolean keepsContext;
    /** {@code null} while there is no context to keep; it holds some 40 KB outside of the heap. */
    private Inflater inflater;
    /** Whether the message is compressed to which fragments belong. */
    private boolean isCompressed;
    /** How many bytes it has so far, inflated. */
    private int bytes;
    private boolean hasFailed;

    BoundedInflater(int maxBytes, boolean keepsContext) {
        this.maxBytes = maxBytes;
        this.keepsContext = keepsContext;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof TextWebSocketFrame || message instanceof BinaryWebSocketFrame) {
            isCompressed = (((WebSocketFrame) message).rsv() & WebSocketExtension.RSV1) != 0;
            bytes = 0;
        }
        if (isCompressed && message instanceof WebSocketFrame frame
                && (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame
                        || frame instanceof ContinuationWebSocketFrame && frame.rsv() == 0)) {
            read(context, frame);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void read(ChannelHandlerContext context, WebSocketFrame frame) {
        if (hasFailed) {
            frame.release();
            return;
        }
        ByteBuf inflated = context.alloc().heapBuffer();
        try {
            inflate(ByteBufUtil.getBytes(frame.content()), inflated);
            if (frame.isFinalFragment()) {
                inflate(TAIL, inflated);
                if (!keepsContext) {
                    end();
                }
            }
            // It may wait for a while, and what waits is counted by what it has.
            inflated.capacity(inflated.writerIndex());
        } catch (CorruptedWebSocketFrameException e) {
            inflated.release();
            hasFailed = true;
            end();
            throw e;
        } finally {
            frame.release();
        }
        context.fireChannelRead(plain(frame, inflated));
    }

    private static WebSocketFrame plain(WebSocketFrame frame, ByteBuf content) {
        int rsv = frame.rsv() & ~WebSocketExtension.RSV1;
        if (frame instanceof TextWebSocketFrame) {
            return new TextWebSocketFrame(frame.isFinalFragment(), rsv, content);
        }
        return frame instanceof BinaryWebSocketFrame ? new BinaryWebSocketFrame(frame.isFinalFragment(), rsv, content)
                : new ContinuationWebSocketFrame(frame.isFinalFragment(), rsv, content);
    }

    private void inflate(byte[] compressed, ByteBuf inflated) {
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        inflater.setInput(compressed);
        try {
            while (true) {
                // One more than may be, to see that there are more.
                int room = (int) Math.min(CHUNK_BYTES, 1L + maxBytes - bytes);
                inflated.ensureWritable(room);
                int count = inflater.inflate(inflated.array(), inflated.arrayOffset() + inflated.writerIndex(), room);
                inflated.writerIndex(inflated.writerIndex() + count);
                bytes += count;
                if (bytes > maxBytes) {
                    throw new CorruptedWebSocketFrameException(WebSocketCloseStatus.MESSAGE_TOO_BIG,
                            "a message may have " + maxBytes + " bytes");
                }
                if (inflater.finished()) {
                    // A sender may end the stream in a message, and begins a new one then.
                    int remaining = inflater.getRemaining();
                    inflater.reset();
                    inflater.setInput(compressed, compressed.length - remaining, remaining);
                }
                if (count < room && (inflater.needsInput() || inflater.needsDictionary())) {
                    return;
                }
            }
        } catch (DataFormatException e) {
            throw new CorruptedWebSocketFrameException(WebSocketCloseStatus.INVALID_PAYLOAD_DATA,
                    "a message is not compressed as it says");
        }
    }

    private void end() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        end();
    }
}
