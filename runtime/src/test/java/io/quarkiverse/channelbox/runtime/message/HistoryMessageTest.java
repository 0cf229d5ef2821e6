package io.quarkiverse.channelbox.runtime.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.PayloadType;

class HistoryMessageTest {

    private final PositionSigner positions = new PositionSigner(Optional.empty());
    private final StoredMessage stored = new StoredMessage("room", new LogPosition("e", 7), Instant.EPOCH, "said",
            EncodedPayload.text("secret"), Map.of(), Long.MAX_VALUE);
    private final HistoryMessage message = new HistoryMessage(stored, positions);

    @Test
    void itSaysAllOfItself() {
        assertEquals(positions.id("room", "e:7"), message.id());
        assertEquals("room", message.group());
        assertEquals(Instant.EPOCH, message.created());
        assertEquals(Optional.of("said"), message.event());
        assertEquals(PayloadType.TEXT, message.payloadType());
        assertEquals("\"secret\"", message.json());
        assertFalse(message.toString().contains("secret"));
    }

    @Test
    void itsBytesAreACopy() {
        message.bytes()[0] = 'X';
        assertEquals("secret", message.text());
    }
}
