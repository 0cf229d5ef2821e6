package io.quarkiverse.channelbox.runtime.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** A message is a command or the endpoint's by how it begins, in however many frames it comes, and it is whole either way. */
class CommandFramesFuzzTest {

    private static final byte[] PREFIX = "{\"channelbox\":".getBytes(StandardCharsets.UTF_8);

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1);
    }

    private static boolean isCommand(byte[] message) {
        return message.length >= PREFIX.length && Arrays.equals(message, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    @FuzzTest
    void messages(FuzzedDataProvider data) {
        int maxBytes = data.consumeInt(20, 60);
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        EmbeddedChannel channel = channel(found, maxBytes);
        for (int i = data.consumeInt(1, 4); i > 0; i--) {
            byte[] message = message(data);
            boolean isWhole = send(channel, message, data);
            // One in one frame has been measured before.
            expected.add(!isCommand(message) ? "endpoint " + text(message)
                    : !isWhole && message.length > maxBytes ? "too large" : "command " + text(message));
        }
        channel.finishAndReleaseAll();
        assertEquals(expected, found);
    }

    private static byte[] message(FuzzedDataProvider data) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(PREFIX, 0, data.consumeInt(0, PREFIX.length));
        message.writeBytes(data.consumeBytes(60));
        return message.toByteArray();
    }

    /** Returns whether it was sent in one frame. */
    private static boolean send(EmbeddedChannel channel, byte[] message, FuzzedDataProvider data) {
        int fragments = data.consumeInt(1, 5);
        int from = 0;
        for (int i = 1; i <= fragments; i++) {
            int to = i == fragments ? message.length : data.consumeInt(from, message.length);
            var content = Unpooled.copiedBuffer(message, from, to - from);
            channel.writeInbound(i == 1 ? new TextWebSocketFrame(fragments == 1, 0, content)
                    : new ContinuationWebSocketFrame(i == fragments, 0, content));
            from = to;
            if (data.consumeBoolean()) {
                channel.writeInbound(new PingWebSocketFrame());
            }
        }
        return fragments == 1;
    }

    private static EmbeddedChannel channel(List<String> found, int maxBytes) {
        CommandFrames commands = new CommandFrames(new CommandReader() {
            @Override
            public void read(byte[] utf8) {
                found.add("command " + text(utf8));
            }

            @Override
            public void tooLarge(byte[] head) {
                found.add("too large");
            }
        }, maxBytes);
        return new EmbeddedChannel(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (commands.take(context, message)) {
                    ((WebSocketFrame) message).release();
                } else {
                    context.fireChannelRead(message);
                }
            }
        }, new Endpoint(found));
    }

    private static final class Endpoint extends ChannelInboundHandlerAdapter {

        private final List<String> found;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        Endpoint(List<String> found) {
            this.found = found;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object received) {
            WebSocketFrame frame = (WebSocketFrame) received;
            if (!(frame instanceof PingWebSocketFrame)) {
                message.writeBytes(ByteBufUtil.getBytes(frame.content()));
                if (frame.isFinalFragment()) {
                    found.add("endpoint " + text(message.toByteArray()));
                    message.reset();
                }
            }
            frame.release();
        }
    }
}
