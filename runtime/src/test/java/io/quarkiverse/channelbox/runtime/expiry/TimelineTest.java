package io.quarkiverse.channelbox.runtime.expiry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

class TimelineTest {

    private final Timeline<String> timeline = new Timeline<>();

    @Test
    void givesWhatIsDueAndOnce() {
        timeline.schedule(new Timeline.Entry<>("a"), 100);
        timeline.schedule(new Timeline.Entry<>("b"), 101);
        timeline.schedule(new Timeline.Entry<>("c"), 100_000);
        assertEquals(List.of(), timeline.pollDue(99));
        assertEquals(List.of("a"), timeline.pollDue(100));
        assertEquals(List.of("b"), timeline.pollDue(5000));
        assertEquals(List.of("c"), timeline.pollDue(Long.MAX_VALUE));
        assertEquals(List.of(), timeline.pollDue(Long.MAX_VALUE));
    }

    @Test
    void canBeMovedAndTakenOut() {
        Timeline.Entry<String> a = new Timeline.Entry<>("a");
        Timeline.Entry<String> b = new Timeline.Entry<>("b");
        timeline.schedule(a, 100);
        timeline.schedule(b, 100);
        timeline.schedule(a, 200);
        timeline.remove(b);
        timeline.remove(b);
        assertEquals(List.of(), timeline.pollDue(199));
        assertEquals(List.of("a"), timeline.pollDue(200));
        timeline.remove(a);
        timeline.schedule(a, 300);
        assertEquals(List.of("a"), timeline.pollDue(300));
    }

    /** Against a plain model: nothing is lost, nothing is early, nothing comes twice. */
    @Test
    void keepsItsBooks() {
        Random random = new Random(42);
        List<Timeline.Entry<String>> entries = new ArrayList<>();
        long[] due = new long[200];
        for (int i = 0; i < due.length; i++) {
            entries.add(new Timeline.Entry<>(String.valueOf(i)));
            due[i] = -1;
        }
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            int i = random.nextInt(due.length);
            switch (random.nextInt(4)) {
                case 0, 1 -> timeline.schedule(entries.get(i), due[i] = now + random.nextInt(2000));
                case 2 -> {
                    timeline.remove(entries.get(i));
                    due[i] = -1;
                }
                default -> {
                    now += random.nextInt(100);
                    Set<String> expected = new HashSet<>();
                    for (int k = 0; k < due.length; k++) {
                        if (due[k] >= 0 && due[k] <= now) {
                            expected.add(String.valueOf(k));
                            due[k] = -1;
                        }
                    }
                    List<String> polled = timeline.pollDue(now);
                    assertEquals(expected, new HashSet<>(polled));
                    assertEquals(expected.size(), polled.size());
                }
            }
        }
    }
}
