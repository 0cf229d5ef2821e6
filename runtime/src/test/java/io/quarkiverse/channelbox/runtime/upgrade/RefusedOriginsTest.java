package io.quarkiverse.channelbox.runtime.upgrade;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;

class RefusedOriginsTest {

    private final ManualTime time = new ManualTime();
    private final RefusedOrigins origins = new RefusedOrigins(time, new OperatorLog(time, null));

    @Test
    void onceAnHour() {
        assertTrue(origins.isNew("http://a.example"));
        assertFalse(origins.isNew("http://a.example"));
        assertTrue(origins.isNew("http://b.example"));
        time.advance(Duration.ofHours(1));
        assertTrue(origins.isNew("http://a.example"));
    }

    @Test
    void notMoreThanAHundred() {
        for (int i = 0; i < RefusedOrigins.MAX_AN_HOUR; i++) {
            assertTrue(origins.isNew("http://" + i + ".example"));
        }
        assertFalse(origins.areTooMany("http://1.example"));
        assertFalse(origins.isNew("http://one.more.example"));
        assertTrue(origins.areTooMany("http://one.more.example"), "it shares a line with others");
        time.advance(Duration.ofHours(1));
        assertTrue(origins.isNew("http://one.more.example"));
    }
}
