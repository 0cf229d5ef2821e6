package io.quarkiverse.channelbox.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a participant was told of one group, in order: the log without a gap from where it was, each message once, or that
 * something is missing; and that only where the log has begun anew since.
 */
final class Transcript {

    private final String group;
    private final Ledger ledger;
    private final boolean mayMiss;
    private final List<String> ids = new ArrayList<>();
    private String where;
    private String position;
    private boolean mustBeTold;
    private boolean hasLeft;
    private int gaps;

    /** @param mayMiss whether logs may have begun anew */
    Transcript(String group, Ledger ledger, boolean mayMiss) {
        this.group = group;
        this.ledger = ledger;
        this.mayMiss = mayMiss;
    }

    /** @return how often it was told that something is missing */
    int check(String name, JsonNode entries, String end) {
        int index = 0;
        for (JsonNode entry : entries) {
            where = name + " in " + group + ", entry " + index++ + " of " + entries.size() + ": " + entry + " after "
                    + position;
            read(entry);
        }
        assertEquals(end, position, where);
        return gaps;
    }

    /** Of the messages that came. */
    List<String> ids() {
        return ids;
    }

    private void read(JsonNode entry) {
        if (entry.has("joined")) {
            joined(entry.get("joined"));
        } else if (entry.has("gap")) {
            assertTrue(mustBeTold, where);
            mustBeTold = false;
            gaps++;
        } else if (entry.has("left")) {
            left(entry.get("left"));
        } else {
            message(entry.get("id").asText(), entry.get("data").asText());
        }
    }

    private void joined(JsonNode joined) {
        String id = joined.get("id").asText();
        if (position == null) {
            assertFalse(joined.has("recovered"), where);
        } else if (joined.path("recovered").asBoolean()) {
            assertEquals(position, id, where);
        } else {
            assertTrue(mayMiss, where);
            assertNotEquals(epoch(position), epoch(id), where);
            mustBeTold = true;
        }
        position = id;
        hasLeft = false;
    }

    /** By itself, which is null, and then perhaps told by the server. */
    private void left(JsonNode reason) {
        assertTrue(reason.isNull() || hasLeft, where);
        hasLeft = true;
        position = null;
    }

    private void message(String id, String data) {
        ledger.stored(group, id, data);
        ids.add(id);
        if (!hasLeft) {
            assertFalse(mustBeTold, where);
            assertNotNull(position, where);
            assertEquals(epoch(position), epoch(id), where);
            assertEquals(offset(position) + 1, offset(id), where);
            position = id;
        }
    }

    private static String epoch(String id) {
        return id.substring(0, id.indexOf(':'));
    }

    private static long offset(String id) {
        return Long.parseLong(id.split(":")[1]);
    }
}
