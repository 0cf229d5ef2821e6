package io.quarkiverse.channelbox.runtime.command;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

class EventDataTest {

    /** Without any property. */
    private static final class Bare {
    }

    @Test
    void whatCannotBeRepliedIsNamed() {
        EventData data = new EventData(new ObjectMapper(), List.of());
        String message = assertThrows(IllegalStateException.class, () -> data.encode(Map.of("all", List.of(1, new Bare()))))
                .getMessage();
        assertTrue(message.startsWith("A reply cannot be sent: " + Bare.class.getName() + " at all[1] cannot be encoded: "),
                message);
        assertTrue(message.contains("@RegisterForReflection(targets = Bare.class, registerFullHierarchy = true)"), message);
    }
}
