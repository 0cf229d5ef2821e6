package io.quarkiverse.channelbox.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.lane.SlowAction;
import io.quarkiverse.channelbox.runtime.observe.LaneCounts;
import io.quarkiverse.channelbox.runtime.observe.NoCounts;

/** What the metrics of an application tell of members that do not take what is sent to them. */
@Singleton
public class SlowCounts extends NoCounts {

    private final Map<String, LongAdder> byAction = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();
    private final LaneCounts ofLanes = new LaneCounts() {
        @Override
        public void delivered(long messages, long bytes) {
        }

        @Override
        public void gap() {
        }

        @Override
        public void dropped(long messages) {
            dropped.add(messages);
        }
    };

    @Override
    public LaneCounts lane(Object lane, String template) {
        return ofLanes;
    }

    @Override
    public void slow(String action) {
        byAction.computeIfAbsent(action, tag -> new LongAdder()).increment();
    }

    /** How many connections were closed because too much waited for them. */
    long disconnected() {
        return count(SlowAction.DISCONNECTED);
    }

    /** How often a slow channel had to go on from the log. */
    long catchingUp() {
        return count(SlowAction.CATCHING_UP);
    }

    /** How many connections were cut off because they took nothing. */
    long stalled() {
        return count(SlowAction.STALLED);
    }

    /** How many messages slow channels did not get. */
    long dropped() {
        return dropped.sum();
    }

    private long count(SlowAction action) {
        return byAction.getOrDefault(action.tag(), new LongAdder()).sum();
    }
}
