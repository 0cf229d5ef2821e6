package io.quarkiverse.channelbox.runtime.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;

/** Netty's decoder sees a wrong byte in the reason of a close frame, but not one that is missing at its end. */
class CloseReasonTest {

    private final List<Violation> violations = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    CloseReasonTest() {
        ConnectionFailure failure = FailedConnection.tellingOf(violations::add);
        channel.pipeline().addLast(new FrameRules(failure, new Begun(new Unfinished(Long.MAX_VALUE), channel, failure)));
    }

    private Object close(String payload) {
        channel.writeInbound(new CloseWebSocketFrame(true, 0, Unpooled.wrappedBuffer(HexFormat.of().parseHex(payload))));
        CloseWebSocketFrame passed = channel.readInbound();
        if (passed != null) {
            passed.release();
        }
        return passed;
    }

    @ParameterizedTest
    @ValueSource(strings = { "110bc8", "03e8c3", "03e861f09f98", "03e8e282" })
    void aCharacterThatIsCutIsNoText(String payload) {
        assertNull(close(payload));
        assertEquals(List.of(Violation.DATA), violations);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "03e8", "03e861", "03e8c3a9", "03e8f09f9880" })
    void aTextIs(String payload) {
        assertNotNull(close(payload));
        assertEquals(List.of(), violations);
    }
}
