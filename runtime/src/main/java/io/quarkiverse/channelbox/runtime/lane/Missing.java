package io.quarkiverse.channelbox.runtime.lane;

/** How many messages of the log are missing for a member that is catching up. Used on the lane. */
final class Missing {

    /** Of those that are still to come, as the client was told when it joined. */
    private long known;
    private long untold;

    void known(long count) {
        known = count;
    }

    /** Returns how many of them the client does not know of. */
    long add(long count) {
        long news = count - Math.min(count, known);
        known -= count - news;
        untold += news;
        return news;
    }

    boolean isTold() {
        return untold == 0;
    }

    /** The client is told of so many. */
    long tell() {
        long count = untold;
        untold = 0;
        return count;
    }
}
