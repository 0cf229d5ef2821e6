package io.quarkiverse.channelbox.runtime.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {

    private final Timeline<String> timeline = new Timeline<>();

    private Timeline.Entry<String> entry(String name, long due) {
        Timeline.Entry<String> entry = new Timeline.Entry<>(name);
        timeline.schedule(entry, due);
        return entry;
    }

    @Test
    void whatIsDueComesOnceAndTheRestStays() {
        entry("b", 200);
        entry("a", 100);
        entry("c", 201);
        assertEquals(List.of(), timeline.pollDue(99));
        assertEquals(List.of("a", "b"), timeline.pollDue(200));
        assertEquals(List.of(), timeline.pollDue(200));
        assertEquals(List.of("c"), timeline.pollDue(Long.MAX_VALUE));
        assertEquals(List.of(), timeline.pollDue(Long.MAX_VALUE));
    }

    /** Where several are due at the same time, or in the same bucket, only those that are due come. */
    @ParameterizedTest
    @ValueSource(longs = { 0, 63, 64, 65, 1_000_000_000_000L, -1, -63, -64, -65, -1_000_000_000_000L })
    void dueToTheMillisecond(long due) {
        entry("before", due - 1);
        entry("then", due);
        entry("then too", due);
        entry("after", due + 1);
        assertEquals(List.of("before"), timeline.pollDue(due - 1));
        assertEquals(List.of("then", "then too"), timeline.pollDue(due));
        assertEquals(List.of("after"), timeline.pollDue(due + 1));
    }

    @Test
    void isScheduledAnew() {
        Timeline.Entry<String> moved = entry("moved", 100);
        timeline.schedule(moved, 500);
        assertEquals(List.of(), timeline.pollDue(499));
        timeline.schedule(moved, 50);
        assertEquals(List.of("moved"), timeline.pollDue(499));
        timeline.schedule(moved, 600);
        assertEquals(List.of("moved"), timeline.pollDue(600));
        assertEquals(List.of(), timeline.pollDue(Long.MAX_VALUE));
    }

    @Test
    void removedIsGoneWhicheverTheNeighbours() {
        Timeline.Entry<String> a = entry("a", 100);
        Timeline.Entry<String> b = entry("b", 100);
        Timeline.Entry<String> c = entry("c", 100);
        timeline.remove(b);
        timeline.remove(b);
        assertEquals(List.of("a", "c"), timeline.pollDue(100));
        timeline.remove(a);
        timeline.schedule(a, 200);
        timeline.remove(a);
        timeline.remove(c);
        assertEquals(List.of(), timeline.pollDue(1000));
    }

    /** Against a plain map: nothing is lost, nothing comes twice, nothing comes early. */
    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3 })
    void agreesWithAMap(long seed) {
        Random random = new Random(seed);
        Map<String, Timeline.Entry<String>> entries = new HashMap<>();
        Map<String, Long> dueByName = new HashMap<>();
        long now = -5_000;
        for (int step = 0; step < 20_000; step++) {
            String name = "n" + random.nextInt(200);
            switch (random.nextInt(8)) {
                case 0 -> {
                    timeline.remove(entries.computeIfAbsent(name, Timeline.Entry::new));
                    dueByName.remove(name);
                }
                case 1 -> {
                    now += random.nextInt(150);
                    Set<String> expected = new HashSet<>();
                    for (var due : dueByName.entrySet()) {
                        if (due.getValue() <= now) {
                            expected.add(due.getKey());
                        }
                    }
                    dueByName.keySet().removeAll(expected);
                    List<String> polled = timeline.pollDue(now);
                    assertEquals(expected, new HashSet<>(polled));
                    assertEquals(expected.size(), polled.size());
                }
                default -> {
                    long due = now - 100 + random.nextInt(1000);
                    timeline.schedule(entries.computeIfAbsent(name, Timeline.Entry::new), due);
                    dueByName.put(name, due);
                }
            }
        }
    }
}
