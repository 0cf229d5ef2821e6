package io.quarkiverse.channelbox;

/**
 * CDI event: the application ends, and no upgrade is let in any more. What synchronous observers send now still goes out;
 * after them all connections are closed with close code 1001. Observers of {@code ShutdownEvent} come too late for that: the
 * HTTP server has stopped by then.
 */
public final class ChannelBoxStopping {

    private static final ChannelBoxStopping INSTANCE = new ChannelBoxStopping();

    private ChannelBoxStopping() {
    }

    /** The event. */
    public static ChannelBoxStopping event() {
        return INSTANCE;
    }

    @Override
    public String toString() {
        return "ChannelBoxStopping";
    }
}
