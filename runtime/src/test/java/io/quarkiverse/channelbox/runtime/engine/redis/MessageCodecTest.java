package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {

    private static final byte VERSION = 1;
    private static final byte EVENT = 4;

    /** Something else may be in a stream; no memory is taken for what it only says that it has. */
    @ParameterizedTest
    @ValueSource(ints = { Integer.MAX_VALUE, Integer.MAX_VALUE - 8, 5, -1, Integer.MIN_VALUE })
    void aTextThatIsNotAllThereIsRefused(int length) {
        byte[] message = ByteBuffer.allocate(22).put(VERSION).put(EVENT).putLong(0).putInt(0).putInt(length).putInt(0).array();
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> MessageCodec.decode(message, 0));
        assertTrue(refused.getMessage().contains(length + " bytes"), refused.getMessage());
    }
}
