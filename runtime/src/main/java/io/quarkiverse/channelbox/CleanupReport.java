package io.quarkiverse.channelbox;

import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a cleanup did: of all nodes from {@link ChannelBox#cleanExpired()}, of this one in {@link ChannelBoxCleaned}. Immutable.
 */
public final class CleanupReport {

    @JsonProperty
    private final int expiredChannels;
    @JsonProperty
    private final int closedConnections;
    @JsonProperty
    private final int trimmedMessages;
    @JsonProperty
    private final int examined;

    private CleanupReport(int expiredChannels, int closedConnections, int trimmedMessages, int examined) {
        this.expiredChannels = expiredChannels;
        this.closedConnections = closedConnections;
        this.trimmedMessages = trimmedMessages;
        this.examined = examined;
    }

    /** A report of these numbers. */
    public static CleanupReport of(int expiredChannels, int closedConnections, int trimmedMessages, int examined) {
        return new CleanupReport(expiredChannels, closedConnections, trimmedMessages, examined);
    }

    /** How many channels ended since their connection was idle for too long. */
    public int expiredChannels() {
        return expiredChannels;
    }

    /** How many connections were closed for that, with close code 4408. */
    public int closedConnections() {
        return closedConnections;
    }

    /**
     * How many messages were removed from histories because of their age. With the Redis engine, which goes on with that after
     * the call, those that were removed since the cleanup before.
     */
    public int trimmedMessages() {
        return trimmedMessages;
    }

    /**
     * How many connections the cleanup had to look at; it grows with what has expired (or is about to), not with the number of
     * connections.
     */
    public int examined() {
        return examined;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CleanupReport that && expiredChannels == that.expiredChannels
                && closedConnections == that.closedConnections && trimmedMessages == that.trimmedMessages
                && examined == that.examined;
    }

    @Override
    public int hashCode() {
        return Objects.hash(expiredChannels, closedConnections, trimmedMessages, examined);
    }

    @Override
    public String toString() {
        return new Description(CleanupReport.class).with("expiredChannels", expiredChannels)
                .with("closedConnections", closedConnections).with("trimmedMessages", trimmedMessages)
                .with("examined", examined).toString();
    }
}
