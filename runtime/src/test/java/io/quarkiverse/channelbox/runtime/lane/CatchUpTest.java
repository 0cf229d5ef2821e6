package io.quarkiverse.channelbox.runtime.lane;

import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.at;
import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.logged;
import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.stored;
import static io.quarkiverse.channelbox.runtime.lane.LaneFixture.unstored;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogSlice;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

/** A member that is behind gets what the log has, what it was held back, and what it is told to be missing, in order. */
class CatchUpTest {

    private record Read(LogPosition after, LogPosition upTo, UniEmitter<? super LogSlice> reply) {
    }

    private final Queue<Read> reads = new ArrayDeque<>();
    private final LaneFixture lane = new LaneFixture(
            (group, after, upTo, bytes) -> Uni.createFrom().emitter(reply -> reads.add(new Read(after, upTo, reply))));

    @AfterEach
    void stop() {
        lane.close();
    }

    /** The log answers what is asked next. */
    private void answer(String expected, LogPosition start, LogPosition end, StoredMessage... messages) {
        lane.run();
        Read read = reads.remove();
        assertEquals(expected, read.after().id() + " to " + read.upTo().id());
        read.reply().complete(new LogSlice(start, List.of(messages), end));
    }

    private Member live(LogPosition position) {
        Member member = lane.join(null);
        lane.group.deliver(stored(position, "m" + position.offset()));
        assertEquals("m" + position.offset(), lane.written(member));
        return member;
    }

    private static void begin(Member member, LogPosition position, LogPosition end) {
        member.begin(new LogStart(position, end, Optional.empty(), OptionalLong.empty(), 0), OptionalLong.of(7), () -> {
        });
    }

    /** The live members have a message that the server has lost; this one reads up to there, and there is nothing. */
    private Member behindALostMessage() {
        live(at("a", 6));
        Member member = lane.join(7L);
        lane.group.gap(OptionalLong.empty());
        lane.run();
        begin(member, at("a", 5), at("a", 5));
        lane.run();
        return member;
    }

    /** It must not be found to be up to date before it is known how far the others are. */
    @Test
    void whatWasLeftOutIsReadFromTheLog() {
        Member member = live(at("a", 1));
        lane.group.skip(stored(at("a", 2), "m2"));
        answer("a:1 to a:2", at("a", 1), at("a", 2), logged(at("a", 2), "m2"));
        lane.group.deliver(stored(at("a", 3), "m3"));
        assertEquals("m2 m3", lane.written(member));
    }

    /** It was missing before what is read now. */
    @Test
    void whatWasNotToldYetIsToldBeforeWhatIsRead() {
        Member member = live(at("a", 1));
        member.writer().missed(3);
        lane.group.skip(stored(at("a", 2), "m2"));
        answer("a:1 to a:2", at("a", 1), at("a", 2), logged(at("a", 2), "m2"));
        assertEquals("gap 3 m2", lane.written(member));
    }

    @Test
    void whatIsHeldBackKeepsItsPlaceInALogOfSeveralEpochs() {
        Member member = lane.join(7L);
        begin(member, at("a", 4), at("b", 6));
        lane.group.deliver(unstored(at("b", 6), "u"));
        answer("a:4 to b:6", at("a", 4), at("b", 6), logged(at("a", 5), "m5"), logged(at("b", 6), "m6"));
        assertEquals("joined 7 m5 m6 u", lane.written(member));
    }

    @Test
    void whatIsDeliveredWhileALostMessageIsReadIsReadNext() {
        Member member = behindALostMessage();
        lane.group.deliver(stored(at("b", 6), "n6"));
        lane.run();
        answer("a:5 to a:6", at("a", 5), at("a", 5));
        answer("a:6 to b:6", at("a", 5), at("b", 6), logged(at("b", 6), "n6"));
        assertEquals("joined 7 gap 1 n6", lane.written(member));
    }

    /** The server has begun another log, in which the member begins, before the live members knew of it. */
    @Test
    void whoBeginsInTheNextLogDoesNotGoBackToTheLostOne() {
        live(at("a", 1));
        Member member = lane.join(7L);
        lane.group.gap(OptionalLong.empty());
        lane.run();
        begin(member, at("b", 0), null);
        lane.run();
        lane.group.deliver(stored(at("b", 1), "m1"));
        lane.group.deliver(unstored(at("b", 1), "u"));
        lane.run();
        answer("b:0 to a:1", null, at("b", 0));
        answer("b:0 to b:1", at("b", 0), at("b", 1), logged(at("b", 1), "m1"));
        assertEquals("joined 7 m1 u", lane.written(member));
    }

    /** All up to where it began has come by, and it does not wait for that. */
    @Test
    void aMemberThatBeganInAnEarlierEpochIsLive() {
        live(at("b", 7));
        Member member = lane.join(7L);
        begin(member, at("a", 5), at("a", 5));
        lane.group.deliver(stored(at("b", 8), "m8"));
        assertEquals("joined 7 m8", lane.written(member));
    }

    @Test
    void andTheOthersStayWhereTheyAre() {
        Member other = live(at("b", 7));
        Member member = lane.join(7L);
        begin(member, at("a", 5), at("a", 5));
        lane.run();
        lane.group.skip(stored(at("b", 8), "m8"));
        answer("b:7 to b:8", at("b", 7), at("b", 8), logged(at("b", 8), "m8"));
        assertEquals("m8", lane.written(other));
        assertEquals("joined 7 m8", lane.written(member));
    }

    /** It would read it again and again. */
    @Test
    void whatTheServerHasLostIsAskedForOnce() {
        Member member = behindALostMessage();
        answer("a:5 to a:6", at("a", 5), at("a", 5));
        lane.group.deliver(unstored(at("a", 6), "u"));
        assertEquals("joined 7 gap 1 u", lane.written(member));
        assertEquals(0, reads.size());
    }
}
