package io.quarkiverse.channelbox.runtime.engine.memory;

/**
 * An amount that all groups share. It knows in which order those were used that can give something back. All of it takes the
 * same time however many groups there are; thread-safe.
 */
final class Quota {

    /** What one group has of it. Guarded by the quota. */
    static final class Share {

        private final GroupLog log;
        private long amount;
        /** The share that was used before this one; {@code null} while this one is not in the order. */
        private Share older;
        private Share newer;

        private Share(GroupLog log) {
            this.log = log;
        }
    }

    private final long max;
    private long total;
    /** The ends of the order: its newer neighbour is the share that was used first. */
    private final Share ends = new Share(null);

    Quota(long max) {
        this.max = max;
        ends.older = ends;
        ends.newer = ends;
    }

    Share share(GroupLog log) {
        return new Share(log);
    }

    synchronized long total() {
        return total;
    }

    /**
     * Says how much a group has now. One that is new among those that can give something has been used just now; the place of
     * the others does not change.
     */
    synchronized void set(Share share, long amount, boolean canGive) {
        total += amount - share.amount;
        share.amount = amount;
        if (!canGive) {
            takeOut(share);
        } else if (share.older == null) {
            putLast(share);
        }
    }

    /** The group is used: of those that can give something it is the last one now. */
    synchronized void used(Share share) {
        if (share.older != null && ends.older != share) {
            takeOut(share);
            putLast(share);
        }
    }

    /** The group that has to give something now; {@code null} if none has to, or none can. */
    synchronized GroupLog debtor() {
        return total > max ? ends.newer.log : null;
    }

    private void putLast(Share share) {
        share.older = ends.older;
        share.newer = ends;
        share.older.newer = share;
        ends.older = share;
    }

    private void takeOut(Share share) {
        if (share.older != null) {
            share.older.newer = share.newer;
            share.newer.older = share.older;
            share.older = null;
            share.newer = null;
        }
    }
}
