/** The time of day, what happens at a time, and durations. */
package io.quarkiverse.channelbox.runtime.time;
