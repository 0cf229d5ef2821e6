package io.quarkiverse.channelbox.testing;

import java.time.Duration;

/**
 * What the application under test still has to write to its sockets. {@link PlainClient#assertNoMessage} asks for it, and so
 * may a test that has clients of another kind. A bean that is there in tests only. Thread-safe.
 */
public interface SocketWrites {

    /**
     * Waits until the members that this node has have been written, and flushed, all messages whose receipts were there before
     * the call. What a slow member has no room for may come later. Not to be called on an event loop.
     *
     * @throws AssertionError if that takes longer
     */
    void await(Duration timeout);
}
