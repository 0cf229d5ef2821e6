package io.quarkiverse.channelbox.runtime.lane;

import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.at;
import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.stored;
import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.unstored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes to a member that reads the log: what the log has is not held back, and what nobody has is not kept. */
class TailTest {

    private final LaneFixture lane = new LaneFixture(null, "max-buffered", "4000");
    private final Member member = lane.join(1L);
    private final Tail tail = member.cursor().tail();

    @AfterEach
    void stop() {
        lane.close();
    }

    /** Offsets go on from one epoch to the next, so that one of an earlier epoch is in the log as well. */
    @Test
    void whatCameBeforeTheEndIsInTheLogThoughItsEpochIsOver() {
        tail.begin(true, at("b", 6));
        tail.passed(stored(at("a", 5), "m5"));
        assertTrue(tail.held().isEmpty());
        tail.delivered();
        tail.passed(stored(at("c", 5), "m5"));
        assertFalse(tail.held().isEmpty());
    }

    /** What the server has lost has a place after the end, and comes before it. */
    @Test
    void whatWasLostIsNotHeldBackAfterANewerEpoch() {
        tail.begin(true, at("b", 6));
        tail.passed(unstored(at("a", 8), "u"));
        assertFalse(tail.held().isEmpty());
        tail.passed(stored(at("b", 6), "m6"));
        assertTrue(tail.held().isEmpty());
    }

    @Test
    void norWhenItCameBeforeTheMemberBegan() {
        tail.passed(unstored(at("a", 8), "u"));
        tail.passed(stored(at("b", 6), "m6"));
        tail.passed(stored(at("b", 7), "m7"));
        tail.begin(true, at("b", 6));
        assertFalse(tail.held().isEmpty());
        assertEquals(1, tail.held().drop(each -> true));
    }

    /** It would be live before what the live members have still to get. */
    @Test
    void aMemberIsLevelWhenAllUpToWhereItBeganHasComeBy() {
        tail.begin(true, at("b", 6));
        assertFalse(tail.isLevel(at("b", 6)));
        tail.delivered();
        assertTrue(tail.isLevel(at("b", 6)));
    }

    /** Those of one that has no log are missing. */
    @Test
    void storedMessagesForWhichThereIsNoRoomAreLeftToTheLog() {
        for (int i = 1; i <= 3; i++) {
            tail.passed(stored(at("a", i), "m".repeat(1_500)));
        }
        tail.begin(true, at("a", 0));
        assertEquals(0, member.writer().takeMissed());
        assertTrue(tail.held().isEmpty());
        Tail other = new Tail(member, true);
        for (int i = 1; i <= 3; i++) {
            other.passed(stored(at("a", i), "m".repeat(1_500)));
        }
        other.begin(false, null);
        assertEquals(3, member.writer().takeMissed());
    }

    @Test
    void whatIsDroppedMakesRoom() {
        tail.passed(stored(at("a", 1), "m".repeat(3_500)));
        tail.passed(unstored(at("a", 1), "u".repeat(1_500)));
        assertEquals(1, member.writer().takeMissed());
        tail.followLog();
        tail.passed(unstored(at("a", 1), "u".repeat(1_500)));
        assertEquals(0, member.writer().takeMissed());
        tail.begin(true, at("a", 1));
        assertFalse(tail.held().isEmpty());
    }
}
