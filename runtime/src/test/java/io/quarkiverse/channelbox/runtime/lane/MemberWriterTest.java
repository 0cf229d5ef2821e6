package io.quarkiverse.channelbox.runtime.lane;

import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.at;
import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.stored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;

/** What a member is told is told in order, and nothing after it was told that it has left. */
class MemberWriterTest {

    private final LaneFixture lane = new LaneFixture(null, "max-buffered", "4000");

    @AfterEach
    void stop() {
        lane.close();
    }

    private static void leave(Member member) {
        member.writer().end(member.writer().left("left", OptionalLong.of(8)));
    }

    /** Where much waits on the lane, that it has left comes before what was there to be told. */
    @Test
    void nothingComesAfterLeft() {
        Member member = lane.join(null);
        MemberWriter writer = member.writer();
        leave(member);
        assertTrue(writer.tell(EncodedPayload.json("{\"type\":\"presence\"}".getBytes(UTF_8))));
        assertTrue(writer.tellGap(OptionalLong.of(1)));
        member.laneMembers().writeToProtocol(each -> EncodedPayload.json("{\"type\":\"presence\"}".getBytes(UTF_8)));
        lane.group.deliver(stored(at("a", 1), "m1"));
        assertEquals("left 8", lane.written(member));
        assertEquals(List.of(), lane.slow);
    }

    @Test
    void aJoinIsAnsweredBeforeTheLeave() {
        Member member = lane.join(7L);
        leave(member);
        assertEquals("joined 7 left 8", lane.written(member));
    }

    /** It would wait for the answer, and for messages, for ever. */
    @Test
    void whoCannotBeToldThatItHasLeftIsTooSlow() {
        Member member = lane.join(null);
        lane.takes(false);
        lane.group.deliver(stored(at("a", 1), "m".repeat(4_000)));
        lane.run();
        assertEquals(List.of(), lane.slow);
        leave(member);
        assertEquals(List.of(SlowAction.DISCONNECTED), lane.slow);
    }
}
