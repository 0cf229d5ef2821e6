package io.quarkiverse.channelbox.runtime.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;

/** Whoever does not take what an endpoint writes is too slow after a while, and nobody else. */
class EndpointFramesTest {

    private static final long PONG_TIMEOUT_MILLIS = 10_000;

    private final LaneFixture lane = new LaneFixture(null, "max-buffered", "1000", "pong-timeout", "10s");
    private final Member member = lane.join(null);

    @AfterEach
    void stop() {
        lane.close();
    }

    private void push() {
        TextWebSocketFrame frame = new TextWebSocketFrame("m".repeat(2_000));
        lane.channel(member).write(frame);
        member.laneConnection().endpointFrames().passed(frame);
        lane.channel(member).flush();
        member.laneConnection().endpointFrames().flushed();
    }

    @Test
    void whoTakesAllOfItIsNotTooSlow() {
        for (int i = 0; i < 3; i++) {
            lane.takes(false);
            push();
            lane.takes(true);
            lane.written(member);
            member.laneConnection().endpointFrames().flushed();
            lane.time().advanceMillis(PONG_TIMEOUT_MILLIS + 1);
        }
        assertEquals(List.of(), lane.slow);
    }

    @Test
    void whoTakesNothingIsTooSlow() {
        lane.takes(false);
        push();
        push();
        assertEquals(List.of(), lane.slow);
        lane.time().advanceMillis(PONG_TIMEOUT_MILLIS + 1);
        push();
        assertEquals(List.of(SlowAction.DISCONNECTED), lane.slow);
    }
}
