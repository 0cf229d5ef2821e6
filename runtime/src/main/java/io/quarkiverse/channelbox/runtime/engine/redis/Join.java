package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.concurrent.CompletableFuture;

import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;

/** A member that waits for the stored messages. Used on the engine's loop. */
final class Join {

    private final ReplayRequest request;
    private final CompletableFuture<LogSlice> slice;
    /** What is being read for it; {@code null} before that. */
    private LogReader.Ticket ticket;

    Join(ReplayRequest request, CompletableFuture<LogSlice> slice) {
        this.request = request;
        this.slice = slice;
    }

    ReplayRequest request() {
        return request;
    }

    CompletableFuture<LogSlice> slice() {
        return slice;
    }

    LogReader.Ticket ticket() {
        return ticket;
    }

    void ticket(LogReader.Ticket value) {
        ticket = value;
    }
}
