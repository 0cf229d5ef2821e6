package io.quarkiverse.channelbox.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkiverse.channelbox.runtime.message.LogPosition;

/** What the messages of a group are, and in which order: noted where the engine numbers them. */
final class Shadow {

    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");
    private static final Pattern ID = Pattern.compile("([^:]+:\\d+).*");

    /** One message. */
    static final class Entry {

        private final long number;
        private final String id;
        private final long time;
        private boolean isLost;

        Entry(long number, String id, long time) {
            this.number = number;
            this.id = id;
            this.time = time;
        }

        long number() {
            return number;
        }

        /** {@code null} if it was not stored. */
        String id() {
            return id;
        }

        boolean isStored() {
            return id != null;
        }

        /** Whether the server has lost it: nobody has to get it, and it may be sent again. */
        boolean isLost() {
            return isLost;
        }
    }

    /** Of the newest message that was stored, as is the offset. */
    private String epoch;
    private long newest;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, Integer> byNumber = new HashMap<>();
    private final Map<String, Integer> byId = new HashMap<>();
    private final Map<Long, Integer> times = new HashMap<>();

    /** The number of the message in a payload. */
    static long number(String payload) {
        Matcher matcher = NUMBER.matcher(payload);
        if (!matcher.find()) {
            throw new Broken("A payload is none of those that were sent: %s", payload);
        }
        return Long.parseLong(matcher.group(1));
    }

    /** What two ids of one message have in common. */
    static String position(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new Broken("No id of a message: %s", id);
        }
        return matcher.group(1);
    }

    /** @param time when it was published */
    void add(long number, String id, long time) {
        Integer before = byNumber.put(number, entries.size());
        if (before != null && !entries.get(before).isLost()) {
            throw new Broken("Message %d was published twice, as %s and as %s", number, entries.get(before).id(), id);
        }
        Integer other = id == null ? null : byId.put(position(id), entries.size());
        if (other != null) {
            throw new Broken("%s is the id of message %d and of message %d", id, entries.get(other).number(), number);
        }
        if (id != null) {
            follows(position(id));
        }
        entries.add(new Entry(number, id, time));
        times.merge(number, 1, Integer::sum);
    }

    /** Offsets grow by one within an epoch: else who counts them finds messages missing that there never were. */
    private void follows(String position) {
        int colon = position.indexOf(':');
        String itsEpoch = position.substring(0, colon);
        long offset = Long.parseLong(position.substring(colon + 1));
        if (itsEpoch.equals(epoch) && offset > newest + 1) {
            throw new Broken("%s comes after offset %d", position, newest);
        }
        epoch = itsEpoch;
        newest = offset;
    }

    /** The server has lost what was published since then. */
    void lost(long since) {
        for (int i = entries.size() - 1; i >= 0 && entries.get(i).time >= since; i--) {
            entries.get(i).isLost = true;
        }
    }

    int size() {
        return entries.size();
    }

    Entry get(int index) {
        return entries.get(index);
    }

    /** How often a message was published: again where the server has lost it. */
    int times(long number) {
        return times.getOrDefault(number, 0);
    }

    /** The place of a message, the first one after another if it was published again; {@code null} if there is none. */
    Integer indexOf(long number, int after) {
        Integer last = byNumber.get(number);
        for (int i = after + 1; last != null && i < last; i++) {
            if (entries.get(i).number() == number) {
                return i;
            }
        }
        return last;
    }

    /** The place of a position; {@code null} if it is not that of a message. */
    Integer indexOf(String id) {
        return byId.get(position(id));
    }

    /**
     * The place of the last stored message that somebody has who is up to a position, which need not be that of a message;
     * {@code null} if it is of an epoch of which there are none after it.
     */
    Integer upTo(String id) {
        LogPosition position = LogPosition.of(id);
        Integer index = byId.get(position(id));
        for (int i = 0; index == null && i < entries.size(); i++) {
            String each = entries.get(i).id();
            if (each != null && LogPosition.of(each).epoch().equals(position.epoch())
                    && LogPosition.of(each).offset() > position.offset()) {
                index = i - 1;
            }
        }
        while (index != null && index >= 0 && !entries.get(index).isStored()) {
            index--;
        }
        return index;
    }

    boolean has(long number, String id) {
        Integer index = id == null ? byNumber.get(number) : indexOf(id);
        return index != null && entries.get(index).number() == number;
    }
}
