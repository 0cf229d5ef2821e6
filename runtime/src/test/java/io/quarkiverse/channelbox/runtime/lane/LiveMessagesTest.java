package io.quarkiverse.channelbox.runtime.lane;

import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.at;
import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveMessagesTest {

    private final LaneFixture lane = new LaneFixture(null);

    @AfterEach
    void stop() {
        lane.close();
    }

    /** As when there is no memory for them. */
    @Test
    void whatIsGivenUpIsTold() {
        Member member = lane.join(null);
        LiveMessages live = member.laneMembers().live();
        live.collect(stored(at("a", 1), "m1"), 0);
        live.abandon();
        lane.group.deliver(stored(at("a", 2), "m2"));
        assertEquals("gap 1 m2", lane.written(member));
    }
}
