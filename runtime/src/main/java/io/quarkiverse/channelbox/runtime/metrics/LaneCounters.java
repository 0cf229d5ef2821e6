package io.quarkiverse.channelbox.runtime.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.quarkiverse.channelbox.runtime.observe.LaneCounts;

/**
 * Counters that one lane writes, without anything that it would share with others: no lock, no atomic step, and no cache line,
 * since there is room before and behind them.
 */
final class LaneCounters implements LaneCounts {

    /** The order of the cells. */
    enum Kind {
        MESSAGES,
        BYTES,
        GAPS,
        DROPPED
    }

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    /** Two cache lines, since processors fetch them in pairs. */
    private static final int PADDING = 128 / Long.BYTES;

    private final long[] cells = new long[2 * PADDING + Kind.values().length];

    @Override
    public void delivered(long messages, long bytes) {
        add(Kind.MESSAGES, messages);
        add(Kind.BYTES, bytes);
    }

    @Override
    public void gap() {
        add(Kind.GAPS, 1);
    }

    @Override
    public void dropped(long messages) {
        add(Kind.DROPPED, messages);
    }

    private void add(Kind kind, long count) {
        int cell = PADDING + kind.ordinal();
        CELL.setRelease(cells, cell, cells[cell] + count);
    }

    /** From any thread. */
    long get(Kind kind) {
        return (long) CELL.getAcquire(cells, PADDING + kind.ordinal());
    }
}
