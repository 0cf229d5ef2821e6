package io.quarkiverse.channelbox.runtime.time;

import java.time.Instant;

/** The time, as a bean so that tests can move it. */
public interface TimeSource {

    /** The time of day, for what people see. */
    Instant now();

    /** Milliseconds that only ever grow, whatever happens to the clock: for how long something takes or is idle. */
    long ticks();
}
