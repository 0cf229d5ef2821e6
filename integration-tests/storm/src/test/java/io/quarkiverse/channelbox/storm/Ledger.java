package io.quarkiverse.channelbox.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;

/** What is known to be stored in the logs: at each place one message, and no message twice in a log. */
final class Ledger {

    private final Map<String, String> dataByPlace = new HashMap<>();
    private final Map<String, String> placeByData = new HashMap<>();

    /** Somebody who published it, or got it, knows. */
    synchronized void stored(String group, String id, String data) {
        String place = group + ' ' + id;
        String before = dataByPlace.putIfAbsent(place, data);
        assertEquals(before == null ? data : before, data, () -> "two messages at " + place);
        String epoch = id.substring(0, id.indexOf(':'));
        String other = placeByData.putIfAbsent(group + ' ' + epoch + ' ' + data, place);
        assertEquals(other == null ? place : other, place, () -> "twice in a log: " + data);
    }

    synchronized boolean isStored(String data) {
        return dataByPlace.containsValue(data);
    }

    synchronized int size() {
        return dataByPlace.size();
    }
}
