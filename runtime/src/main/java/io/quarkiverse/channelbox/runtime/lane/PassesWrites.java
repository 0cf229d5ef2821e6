package io.quarkiverse.channelbox.runtime.lane;

/** A handler of the pipeline that looks at what is read only: whatever is written passes it as it is, and at once. */
public interface PassesWrites {
}
