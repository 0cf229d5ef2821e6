package io.quarkiverse.channelbox.runtime.lane;

import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.smallrye.mutiny.Uni;

/** Where members that catch up read the stored messages: the engine, as far as a lane knows it. */
@FunctionalInterface
public interface Log {

    /** What follows a position, up to another one and about so many bytes; from any thread. */
    Uni<LogSlice> read(String group, LogPosition after, LogPosition upTo, int maxBytes);
}
