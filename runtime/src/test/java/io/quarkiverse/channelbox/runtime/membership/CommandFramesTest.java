package io.quarkiverse.channelbox.runtime.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** How much a command may have does not matter to messages that only begin like one. */
class CommandFramesTest {

    private static final int MAX_BYTES = 40;

    private final List<String> commands = new ArrayList<>();
    private final CommandFrames frames = new CommandFrames(new CommandReader() {
        @Override
        public void read(byte[] utf8) {
            commands.add(new String(utf8, StandardCharsets.UTF_8));
        }

        @Override
        public void tooLarge(byte[] head) {
            commands.add("too large: " + new String(head, StandardCharsets.UTF_8));
        }
    }, MAX_BYTES);
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter() {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (frames.take(context, message)) {
                ((WebSocketFrame) message).release();
            } else {
                context.fireChannelRead(message);
            }
        }
    });

    private List<String> send(String first, String second) {
        channel.writeInbound(new TextWebSocketFrame(false, 0, first));
        channel.writeInbound(new ContinuationWebSocketFrame(true, 0, Unpooled.copiedBuffer(second, StandardCharsets.UTF_8)));
        List<String> passed = new ArrayList<>();
        for (WebSocketFrame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            passed.add(frame.content().toString(StandardCharsets.UTF_8));
            frame.release();
        }
        return passed;
    }

    @Test
    void aLargeMessageOfTheEndpointIsNoCommandThatIsTooLarge() {
        String large = "x".repeat(MAX_BYTES + 1);
        assertEquals(List.of(large), send("", large));
        assertEquals(List.of("{\"chan" + large), send("{\"chan", large));
        assertEquals(List.of(), commands);
    }

    @Test
    void ofALargeCommandTheBeginningIsTold() {
        String command = "{\"channelbox\":\"publish\",\"ref\":3,\"data\":\"" + "x".repeat(1_000);
        send(command, "\"}");
        send(command.substring(0, 30), command.substring(30) + "\"}");
        String head = "too large: " + command.substring(0, 256);
        assertEquals(List.of(head, head), commands);
    }

    @Test
    void aCommandThatIsTooLargeIsRefusedOnceAndTheNextOneIsRead() {
        assertEquals(List.of(), send("{\"chan", "nelbox\":\"" + "x".repeat(MAX_BYTES)));
        assertEquals(List.of(), send("{\"channelbox\":\"", "x".repeat(MAX_BYTES)));
        assertEquals(List.of(), send("{\"chan", "nelbox\":\"pong\"}"));
        String head = "{\"channelbox\":\"" + "x".repeat(MAX_BYTES);
        assertEquals(List.of("too large: " + head, "too large: " + head, "{\"channelbox\":\"pong\"}"), commands);
    }
}
