package io.quarkiverse.channelbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What cannot be meant is refused where it is said. */
class OptionsTest {

    private static void refused(String message, Executable call) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    @Test
    void sendOptions() {
        refused("ttl", () -> SendOptions.defaults().ttl(Duration.ZERO));
        refused("ttl", () -> SendOptions.defaults().ttl(Duration.ofSeconds(-1)));
        assertThrows(NullPointerException.class, () -> SendOptions.defaults().event(null));
        assertThrows(NullPointerException.class, () -> SendOptions.defaults().idempotencyKey(null));
        assertThrows(NullPointerException.class, () -> SendOptions.defaults().attribute("k", null));
        SendOptions base = SendOptions.saveHistory().except("a");
        SendOptions more = base.except("b", "c").attribute("k", "v").saveHistory(false);
        assertEquals(Set.of("a"), base.getExcept());
        assertTrue(base.isSaveHistory());
        assertEquals(Set.of("a", "b", "c"), more.getExcept());
        assertTrue(more.reaches("d", Map.of("k", "v", "x", "y")));
        assertEquals(false, more.reaches("a", Map.of("k", "v")));
        assertEquals(false, more.reaches("d", Map.of("k", "w")));
    }

    @Test
    void joinOptions() {
        refused("expiry", () -> JoinOptions.defaults().expires(Duration.ofMillis(-1)));
        refused("replay", () -> JoinOptions.defaults().replay(-1));
        assertEquals(Duration.ZERO, JoinOptions.defaults().expires(Duration.ZERO).getExpires().orElseThrow());
    }

    @Test
    void historyQuery() {
        refused("last", () -> HistoryQuery.last(-1));
        refused("limit", () -> HistoryQuery.all().limit(-1));
        for (String id : new String[] { null, "", "a", "a:", ":1", "a:b", "a:1:2", "A:1", "a:-1", "a:1234567890123456789",
                "a b:1" }) {
            refused("epoch:offset", () -> HistoryQuery.all().after(id));
        }
        assertEquals("x9:12", HistoryQuery.all().after("x9:12").getAfter().orElseThrow());
    }
}
