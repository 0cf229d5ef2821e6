package io.quarkiverse.channelbox.runtime.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.time.Durations;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.Timeline;

/** A connection's place among those that expire follows its activity, lazily but surely. */
class ActivityTest {

    private static final long HOUR = 3_600_000;

    private final ManualTime time = new ManualTime();
    private final Timeline<Connection> timeline = new Timeline<>();

    /** The connection itself is not looked at. */
    private Activity activity(long expires) {
        Activity activity = new Activity(null, time, timeline);
        activity.expires(expires);
        return activity;
    }

    private int examined() {
        return timeline.pollDue(time.ticks()).size();
    }

    @Test
    void expiresAfterThatLongWithoutActivityToTheMillisecond() {
        Activity activity = activity(1000);
        time.advanceMillis(999);
        assertEquals(0, examined());
        assertFalse(activity.hasExpired(time.ticks()));
        time.advanceMillis(1);
        assertEquals(1, examined());
        assertTrue(activity.hasExpired(time.ticks()));
    }

    @Test
    void whateverBecomesOfTheClock() {
        Activity activity = activity(1000);
        time.set(Duration.ofDays(-1));
        time.advanceMillis(999);
        assertFalse(activity.hasExpired(time.ticks()));
        time.set(Duration.ofDays(2));
        assertFalse(activity.hasExpired(time.ticks()));
        time.advanceMillis(1);
        assertEquals(1, examined());
        assertTrue(activity.hasExpired(time.ticks()));
    }

    @Test
    void anyActivityCounts() {
        for (Runnable touch : new Runnable[] { activity(0)::received, () -> activity(0).wrote(time.ticks()) }) {
            touch.run();
            assertEquals(0, examined());
        }
        Activity activity = activity(1000);
        for (int i = 0; i < 100; i++) {
            time.advanceMillis(900);
            if (i % 2 == 0) {
                activity.received();
            } else {
                activity.wrote(time.ticks());
            }
            assertEquals(0, examined());
        }
        assertEquals(time.now(), activity.lastActive());
        time.advanceMillis(1000);
        assertEquals(1, examined());
        assertTrue(activity.hasExpired(time.ticks()));
    }

    /** The time of a write may be that of the task before. */
    @Test
    void aWriteIsNoStepBack() {
        Activity activity = activity(1000);
        long before = time.ticks();
        time.advanceMillis(900);
        activity.received();
        activity.wrote(before);
        assertEquals(time.now(), activity.lastActive());
    }

    /** An activity just before its place would be brought up to date must not be the one that is missed. */
    @Test
    void isNotLostWhenItIsLookedAtTooEarly() {
        Activity activity = activity(HOUR);
        time.advanceMillis(HOUR / 64 - 1);
        activity.received();
        time.advanceMillis(HOUR - HOUR / 64 + 1);
        assertEquals(1, examined());
        assertFalse(activity.hasExpired(time.ticks()));
        time.advanceMillis(HOUR / 64 - 2);
        assertEquals(0, examined());
        time.advanceMillis(1);
        assertEquals(1, examined());
        assertTrue(activity.hasExpired(time.ticks()));
    }

    @Test
    void isLookedAtEarlyOnceAtTheMost() {
        int looks = 0;
        Activity activity = activity(HOUR);
        for (int second = 0; second < 10_000; second++) {
            time.advanceMillis(1000);
            activity.wrote(time.ticks());
            looks += examined();
        }
        assertEquals(0, looks);
        for (int second = 1; second <= 3_600; second++) {
            time.advanceMillis(1000);
            int look = examined();
            looks += look;
            assertEquals(second == 3_600, look > 0 && activity.hasExpired(time.ticks()));
        }
        assertTrue(looks <= 2, "looked " + looks + " times");
    }

    @Test
    void zeroIsNever() {
        Activity activity = activity(0);
        time.advance(Duration.ofDays(10_000));
        assertEquals(0, examined());
        assertFalse(activity.hasExpired(time.ticks()));
        assertEquals(0, examined());
    }

    @Test
    void forEverIsNever() {
        Activity activity = activity(Durations.millis(ChronoUnit.FOREVER.getDuration()));
        time.advance(Duration.ofDays(10_000));
        activity.received();
        time.advance(Duration.ofDays(10_000));
        assertEquals(0, examined());
        assertFalse(activity.hasExpired(time.ticks()));
    }

    @Test
    void anotherExpiryCountsFromTheLastActivity() {
        Activity activity = activity(HOUR);
        time.advanceMillis(5_000);
        activity.received();
        time.advanceMillis(600);
        activity.expires(1000);
        time.advanceMillis(399);
        assertEquals(0, examined());
        time.advanceMillis(1);
        assertEquals(1, examined());
        activity.expires(HOUR);
        assertFalse(activity.hasExpired(time.ticks()));
        time.advanceMillis(HOUR - 1000);
        assertEquals(1, examined());
        assertTrue(activity.hasExpired(time.ticks()));
    }

    @Test
    void stopsForGood() {
        Activity activity = activity(1000);
        activity.stop();
        activity.received();
        time.advanceMillis(HOUR);
        activity.wrote(time.ticks());
        assertFalse(activity.hasExpired(time.ticks()));
        time.advanceMillis(HOUR);
        assertEquals(0, examined());
    }

    /** What a sweep looks at is what has expired, also when all the others were active all the time. */
    @Test
    void aSweepLooksAtWhatHasExpiredOnly() {
        int live = 100_000;
        int expired = 100;
        List<Activity> all = new ArrayList<>(live);
        for (int i = 0; i < live; i++) {
            all.add(activity(HOUR));
        }
        for (int i = 0; i < expired; i++) {
            activity(60_000);
        }
        for (int second = 0; second < 60; second++) {
            time.advanceMillis(1000);
            for (int i = second; i < live; i += 60) {
                all.get(i).wrote(time.ticks());
            }
        }
        long start = System.nanoTime();
        int examined = examined();
        long micros = (System.nanoTime() - start) / 1000;
        System.out.printf(Locale.ROOT, "sweep of %,d live channels: examined %d, %d µs%n", live, examined, micros);
        assertEquals(expired, examined);
        assertEquals(0, examined());
    }
}
