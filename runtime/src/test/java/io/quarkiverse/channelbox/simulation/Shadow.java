package io.quarkiverse.channelbox.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the messages of a group are, and in which order: noted where the engine numbers them. */
final class Shadow {

    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");
    private static final Pattern ID = Pattern.compile("([^:]+:\\d+).*");

    /** @param id {@code null} if it was not stored */
    record Entry(long number, String id) {

        boolean isStored() {
            return id != null;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, Integer> byNumber = new HashMap<>();
    private final Map<String, Integer> byId = new HashMap<>();

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

    void add(long number, String id) {
        Integer before = byNumber.put(number, entries.size());
        if (before != null) {
            throw new Broken("Message %d was published twice, as %s and as %s", number, entries.get(before).id(), id);
        }
        Integer other = id == null ? null : byId.put(position(id), entries.size());
        if (other != null) {
            throw new Broken("%s is the id of message %d and of message %d", id, entries.get(other).number(), number);
        }
        entries.add(new Entry(number, id));
    }

    int size() {
        return entries.size();
    }

    Entry get(int index) {
        return entries.get(index);
    }

    /** The place of a message; {@code null} if there is none. */
    Integer indexOf(long number) {
        return byNumber.get(number);
    }

    /** The place of a position; {@code null} if it is not that of a message. */
    Integer indexOf(String id) {
        return byId.get(position(id));
    }

    boolean has(long number, String id) {
        Integer index = byNumber.get(number);
        return index != null && (id == null || Objects.equals(entries.get(index).id(), position(id)));
    }
}
