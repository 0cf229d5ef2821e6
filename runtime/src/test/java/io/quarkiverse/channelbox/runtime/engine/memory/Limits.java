package io.quarkiverse.channelbox.runtime.engine.memory;

public final class Limits {

    /** For an engine that is used for a while and given up. */
    public static final MemoryLimits NONE = new MemoryLimits(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE,
            Integer.MAX_VALUE);

    private Limits() {
    }
}
