package io.quarkiverse.channelbox.runtime.membership;

/**
 * How many channels and groups this node has, and may have. Who needs a place for both gets both or none: so nobody is refused
 * for the sake of somebody who is refused, too. Thread-safe.
 */
final class NodePlaces {

    /** What there is no place for. */
    enum Full {
        CHANNELS,
        GROUPS
    }

    private final int maxChannels;
    private final int maxGroups;
    private int channels;
    private int groups;

    NodePlaces(int maxChannels, int maxGroups) {
        this.maxChannels = maxChannels;
        this.maxGroups = maxGroups;
    }

    int maxGroups() {
        return maxGroups;
    }

    synchronized int channels() {
        return channels;
    }

    synchronized int groups() {
        return groups;
    }

    /** Whether there is a place for so many more. */
    synchronized boolean has(int moreChannels) {
        return channels + moreChannels <= maxChannels;
    }

    /** Whether there is a place for so many more. */
    synchronized boolean hasGroups(long more) {
        return groups + more <= maxGroups;
    }

    /**
     * Takes a place for a channel.
     *
     * @param isNew whether its group needs a place, too
     * @return {@code null} if they are taken, else why none is
     */
    synchronized Full take(boolean isNew) {
        if (isNew && groups >= maxGroups) {
            return Full.GROUPS;
        }
        if (channels >= maxChannels) {
            return Full.CHANNELS;
        }
        channels++;
        groups += isNew ? 1 : 0;
        return null;
    }

    synchronized void giveBackChannel() {
        channels--;
    }

    synchronized void giveBackGroup() {
        groups--;
    }
}
