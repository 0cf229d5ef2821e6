package io.quarkiverse.channelbox.runtime.membership;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.quarkiverse.channelbox.runtime.protocol.CommandParser;

/**
 * Tells the commands among the frames of a connection from those of the endpoint, which never sees a command, however many
 * frames it comes in. Used on the event loop.
 */
final class CommandFrames {

    /** What the frames belong to that continue a message. */
    private enum State {
        /** The endpoint. */
        OTHER,
        /** Too few bytes have come to tell. */
        UNDECIDED,
        COMMAND,
        TOO_LARGE
    }

    /** So many bytes tell of a command that is too large which one it is. */
    private static final int HEAD = 256;

    private final CommandReader reader;
    private final int maxBytes;
    private State state = State.OTHER;
    private ByteArrayOutputStream collected;

    CommandFrames(CommandReader reader, int maxBytes) {
        this.reader = reader;
        this.maxBytes = maxBytes;
    }

    /** Returns whether the frame is taken; if so it belongs to the caller still, who has nothing more to do with it. */
    boolean take(ChannelHandlerContext context, Object message) {
        if (message instanceof TextWebSocketFrame text) {
            return begin(text.content(), text.isFinalFragment());
        }
        return state != State.OTHER && message instanceof ContinuationWebSocketFrame more && goOn(context, more);
    }

    private boolean begin(ByteBuf content, boolean isWhole) {
        if (!mayBegin(content)) {
            state = State.OTHER;
            return false;
        }
        boolean isDecided = content.readableBytes() >= CommandParser.prefixLength();
        if (isWhole) {
            state = State.OTHER;
            if (isDecided) {
                reader.read(ByteBufUtil.getBytes(content));
            }
            return isDecided;
        }
        collected = new ByteArrayOutputStream(Math.max(64, content.readableBytes()));
        state = isDecided ? State.COMMAND : State.UNDECIDED;
        collect(content);
        return true;
    }

    /** Whether it begins like a command, as far as it goes. */
    private static boolean mayBegin(ByteBuf content) {
        int length = Math.min(content.readableBytes(), CommandParser.prefixLength());
        for (int i = 0; i < length; i++) {
            if (content.getByte(content.readerIndex() + i) != CommandParser.prefix(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean goOn(ChannelHandlerContext context, WebSocketFrame frame) {
        collect(frame.content());
        if (state == State.UNDECIDED) {
            ByteBuf all = Unpooled.wrappedBuffer(collected.toByteArray());
            if (!mayBegin(all) || frame.isFinalFragment() && all.readableBytes() < CommandParser.prefixLength()) {
                state = State.OTHER;
                collected = null;
                context.fireChannelRead(new TextWebSocketFrame(frame.isFinalFragment(), frame.rsv(), all));
                return true;
            }
            if (all.readableBytes() >= CommandParser.prefixLength()) {
                state = State.COMMAND;
                hasRoomFor(Unpooled.EMPTY_BUFFER);
            }
        }
        if (frame.isFinalFragment()) {
            State ended = state;
            byte[] command = collected == null ? null : collected.toByteArray();
            state = State.OTHER;
            collected = null;
            if (ended == State.COMMAND) {
                reader.read(command);
            }
        }
        return true;
    }

    private void collect(ByteBuf content) {
        // What may be the endpoint's is not measured as a command; it is a few bytes and one frame.
        if (state == State.UNDECIDED || hasRoomFor(content)) {
            collected.writeBytes(ByteBufUtil.getBytes(content));
        }
    }

    /** Whether that may come of a command besides what has come. */
    private boolean hasRoomFor(ByteBuf content) {
        if (state == State.COMMAND && collected.size() + content.readableBytes() > maxBytes) {
            collected.writeBytes(ByteBufUtil.getBytes(content, content.readerIndex(), Math.min(HEAD, content.readableBytes())));
            byte[] head = Arrays.copyOf(collected.toByteArray(), Math.min(HEAD, collected.size()));
            state = State.TOO_LARGE;
            collected = null;
            reader.tooLarge(head);
        }
        return state == State.COMMAND;
    }
}
