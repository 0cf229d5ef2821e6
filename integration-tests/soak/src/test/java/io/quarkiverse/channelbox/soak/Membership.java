package io.quarkiverse.channelbox.soak;

import java.util.HashSet;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** What a client gets of one group while it is in it: every message once, in order, or it is told how many are missing. */
final class Membership {

    private final String group;
    private final Ledger ledger;
    /** Redis may be away: then it is not known how many are missing. */
    private final boolean mayLoseCount;
    private final Set<String> present = new HashSet<>();
    private Position position;
    private long expected;
    private boolean isCountLost;
    private boolean isListed;
    private long missed;

    /**
     * @param joined the frame
     * @param asked the position that the client named, or {@code null}
     * @param known the last offset that was known to be stored when it asked
     */
    Membership(JsonNode joined, Position asked, long known, Ledger ledger, boolean mayLoseCount) {
        this.group = joined.get("group").asText();
        this.ledger = ledger;
        this.mayLoseCount = mayLoseCount;
        JsonNode recovered = joined.get("recovered");
        JsonNode id = joined.get("id");
        check(mayLoseCount || id != null, joined, "has no id");
        check((asked != null) == (recovered != null), joined, asked == null ? "nothing was asked" : "position forgotten");
        if (id == null) {
            isCountLost = true;
            return;
        }
        position = Position.of(id.asText());
        expected = position.offset() + 1;
        if (asked == null) {
            check(position.offset() >= known, joined, "is before " + known);
        } else if (recovered.asBoolean()) {
            check(position.epoch().equals(asked.epoch()) && position.offset() == asked.offset(), joined, "asked " + asked.id());
        } else {
            check(mayLoseCount || joined.path("missed").asLong() == position.offset() - asked.offset(), joined,
                    "asked " + asked.id());
            missed = position.offset() - asked.offset();
        }
    }

    void message(JsonNode frame, String key) {
        if (!frame.has("id")) {
            throw new AssertionError("Not stored: " + frame);
        }
        Position next = Position.of(frame.get("id").asText());
        check(next.offset() == expected || isCountLost && next.offset() > expected, frame, "expected " + expected);
        isCountLost = false;
        expected = next.offset() + 1;
        position = next;
        ledger.stored(group, next, key);
    }

    void gap(JsonNode frame) {
        JsonNode count = frame.get("missed");
        check(mayLoseCount || count != null, frame, "does not say how many");
        isCountLost |= count == null;
        expected += count == null ? 0 : count.asLong();
        missed += count == null ? 0 : count.asLong();
    }

    void presence(JsonNode frame) {
        if (!frame.has("joined")) {
            return;
        }
        frame.get("left").forEach(entry -> check(present.remove(entry.get("connectionId").asText()), frame, "was not there"));
        frame.get("joined").forEach(entry -> present.add(entry.get("connectionId").asText()));
        check(present.size() == frame.get("size").asInt(), frame, present.size() + " are there");
        isListed = true;
    }

    private void check(boolean isRight, JsonNode frame, String why) {
        if (!isRight) {
            throw new AssertionError(group + ": " + why + ": " + frame);
        }
    }

    /** Where to go on after a break; {@code null} if the client was never told. */
    Position position() {
        return position;
    }

    /** Whether it has all up to there, or was told that it has not. */
    boolean hasAll(long last) {
        return expected > last || isCountLost && mayLoseCount;
    }

    /** Who it was told is there; empty while it was told nothing. */
    Set<String> present() {
        return isListed ? present : Set.of();
    }

    /** How many messages are missing, as it was told. */
    long missed() {
        return missed;
    }
}
