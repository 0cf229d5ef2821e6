package io.quarkiverse.channelbox.runtime.message;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.SendOptions;

class ReachTest {

    @Test
    void whoIsNotExceptedAndHasAllTheAttributes() {
        SendOptions options = SendOptions.defaults().except("a", "b").attribute("k", "v");
        assertTrue(Reach.includes(options, "d", Map.of("k", "v", "x", "y")));
        assertFalse(Reach.includes(options, "a", Map.of("k", "v")));
        assertFalse(Reach.includes(options, "d", Map.of("k", "w")));
        assertFalse(Reach.includes(options, "d", Map.of()));
        assertTrue(Reach.includes(SendOptions.defaults(), "d", Map.of()));
    }
}
