package io.quarkiverse.channelbox.simulation;

import java.util.HashMap;
import java.util.Map;

/**
 * What one client has to see of one group: every message once and in order from where it joined, but for what it is told to be
 * missing; nothing before it is told that it has joined, nothing after it is told that it has left.
 */
final class View {

    private enum State {
        ABSENT,
        JOINING,
        JOINED
    }

    private static final long UNKNOWN = Long.MAX_VALUE / 2;

    private final String client;
    private final String group;
    private final Shadow log;
    /** Whether it is told what is missing; if not, whether anything may be. */
    private final boolean isTold;
    private final boolean mayMiss;
    /** Whether what is not stored comes to every node. */
    private final boolean isAllDelivered;
    private State state = State.ABSENT;
    /** Up to which message it has seen or been told all. */
    private int at = -1;
    /** How many of those that follow it has been told to be missing. */
    private long told;
    /** How many that were not stored it did not get, and was not told of. */
    private long owed;
    /** Messages that are not stored reach it from here on at the latest, and none from before there. */
    private int floor;
    private int ceiling;
    private boolean knowsPlace;
    private String lastId;
    /** How often those came that were not stored, where their order does not tell that one comes twice. */
    private final Map<Long, Integer> unstored = new HashMap<>();

    View(String client, String group, Shadow log, boolean isTold, boolean mayMiss, boolean isAllDelivered) {
        this.client = client;
        this.group = group;
        this.log = log;
        this.isTold = isTold;
        this.mayMiss = mayMiss;
        this.isAllDelivered = isAllDelivered;
    }

    boolean isAbsent() {
        return state == State.ABSENT;
    }

    boolean isJoined() {
        return state == State.JOINED;
    }

    /** What the client goes on from when it joins; {@code null} for nothing. */
    String lastId() {
        return lastId;
    }

    void forget() {
        lastId = null;
    }

    void joining() {
        state = State.JOINING;
    }

    /** The server gets to know of it next. */
    void arriving() {
        floor = log.size();
        ceiling = floor;
        told = 0;
        owed = 0;
    }

    /** It is a member at once, and is not told; it gets so many stored messages first, at the most. */
    void joinedUntold(int replay) {
        state = State.JOINED;
        // What is on its way to the node reaches it, too, where there is a way.
        at = isAllDelivered ? floor - 1 : -1;
        knowsPlace = replay == 0 && isAllDelivered;
        for (int i = replay; i > 0 && at >= 0; at--) {
            i -= log.get(at).isStored() ? 1 : 0;
        }
    }

    void joined(String id, Boolean recovered, Long missed) {
        if (state == State.JOINED && recovered == null && missed == null) {
            throw new Broken("%s was told twice that it has joined %s", client, group);
        }
        Integer place = id == null ? null : log.upTo(id);
        if (lastId == null) {
            if (recovered != null) {
                throw new Broken("%s did not ask to go on in %s and was answered", client, group);
            }
            at = place == null ? -1 : place;
            told = id == null ? UNKNOWN : 0;
        } else {
            Integer last = log.indexOf(lastId);
            at = last == null ? -1 : last;
            if (recovered == null) {
                throw new Broken("%s asked to go on in %s after %s and was not answered", client, group, lastId);
            }
            told = recovered ? 0 : missed == null ? UNKNOWN : missed;
            if (recovered && missed != null) {
                throw new Broken("%s has recovered in %s and misses %d", client, group, missed);
            }
            if (!recovered && missed == null) {
                // It begins anew; where its node was cut off, with what was sent since then.
                at = place == null ? -1 : place;
            }
        }
        if (place == null && told == UNKNOWN) {
            // A node that was cut off hands on what was sent since then, which it may have had from another one.
            unstored.clear();
        }
        state = State.JOINED;
        ceiling = log.size();
        // It may be before the first message of an epoch, of which there are several where a server can lose something.
        knowsPlace = place != null || lastId != null || isAllDelivered;
    }

    void message(long number, String id) {
        if (state != State.JOINED) {
            throw new Broken("%s got message %d of %s, of which it is not a member as far as it knows", client, number, group);
        }
        Integer index = id == null ? log.indexOf(number, at) : log.indexOf(id);
        if (index == null) {
            throw new Broken("%s got message %d of %s, which was never published", client, number, group);
        }
        if (!log.get(index).isStored() && !isAllDelivered
                && unstored.merge(number, 1, Integer::sum) > log.times(number)) {
            throw new Broken("%s got message %d of %s twice", client, number, group);
        }
        if (index <= at && !log.get(index).isStored() && !isAllDelivered) {
            // It came to the node while the log was read, which has begun another epoch since then.
            return;
        }
        if (index <= at) {
            throw new Broken("%s got message %d of %s (at %d) after that at %d", client, number, group, index, at);
        }
        Shadow.Entry entry = log.get(index);
        if (entry.number() != number) {
            throw new Broken("%s got message %d of %s as %s, which is that of %d", client, number, group, id, entry.number());
        }
        if (!entry.isStored() && index < floor && isAllDelivered) {
            throw new Broken("%s got message %d of %s (at %d), which was sent before it joined (at %d)", client, number, group,
                    index, floor);
        }
        catchUp(index, "message " + number);
        at = index;
        knowsPlace = true;
        if (id != null) {
            lastId = id;
        }
    }

    /** All before a message has been seen or told. Of what is not stored it may be told when it is up to date again. */
    private void catchUp(int index, String what) {
        if (!knowsPlace) {
            return;
        }
        long stored = 0;
        long unstored = 0;
        for (int i = at + 1; i < index; i++) {
            boolean isStored = log.get(i).isStored();
            if (log.get(i).isLost()) {
                continue;
            }
            stored += isStored && (i >= floor || isTold) ? 1 : 0;
            unstored += !isStored && i >= ceiling ? 1 : 0;
        }
        if (!isTold && !mayMiss && stored + unstored > 0 || isTold && stored > told) {
            throw new Broken("%s got %s of %s (at %d) after that at %d: %d are missing and %d that were not stored, it was told"
                    + " of %d", client, what, group, index, at, stored, unstored, told);
        }
        if (told < UNKNOWN / 2) {
            told -= isTold ? stored : 0;
            owed += isTold ? unstored : 0;
        }
    }

    void gap(Long missed) {
        if (state != State.JOINED) {
            throw new Broken("%s was told of a gap in %s, of which it is not a member as far as it knows", client, group);
        }
        told = missed == null ? UNKNOWN : told + missed;
    }

    void left() {
        if (state == State.ABSENT) {
            throw new Broken("%s was told that it has left %s, of which it was no member", client, group);
        }
        state = State.ABSENT;
    }

    /** The connection has ended, which the client knows. */
    void disconnected() {
        state = State.ABSENT;
    }

    /** All is quiet: it has all, or was told. */
    void mustBeLevel() {
        if (state != State.JOINED) {
            throw new Broken("%s is no member of %s at the end (%s)", client, group, state);
        }
        catchUp(log.size(), "no more");
        if (owed > told && isAllDelivered) {
            throw new Broken("%s was not told that %d messages of %s are missing that were not stored, but of %d", client, owed,
                    group, told);
        }
    }
}
