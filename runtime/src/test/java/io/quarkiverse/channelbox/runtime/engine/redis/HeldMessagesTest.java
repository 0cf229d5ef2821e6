package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** What others send while a node reads what it missed has its bound, and what there is no room for is read, too. */
class HeldMessagesTest {

    private static final String EPOCH = "e";
    private static final StoredLog LOG = StoredLog.of("g", EPOCH, "");

    private final Vertx vertx = Vertx.vertx();
    private final EngineLoop loop = new EngineLoop(vertx);
    private final RedisNode members = new RedisNode();
    private final Queue<Promise<LogReader.Reading>> readings = new ArrayDeque<>();
    private final Subscription subscription = new Subscription("g", "c");
    private final MessageOrder order;

    /** There is room for two messages. */
    HeldMessagesTest() {
        RedisLink link = new RedisLink(loop, null, new RedisKeys("box:", 0), "here", new SystemTimeSource(), Optional.empty(),
                1_000, null);
        order = new MessageOrder(loop, link, "here", this::readOn, new Joins(loop, link, null, members, 1_000), members,
                new HeldMessages(600));
        subscription.active(true);
        subscription.place(new LogPosition(EPOCH, 0));
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private LogReader.Ticket readOn(String group, LogPosition after, Runnable onMark) {
        Promise<LogReader.Reading> reading = Promise.promise();
        readings.add(reading);
        return new LogReader.Ticket(readings.size(), reading.future());
    }

    private void published(long offset, boolean isStored) {
        byte[] head = ("m " + EPOCH + ' ' + offset + (isStored ? " S" : " -") + " there:1\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] body = MessageCodec.encode(new Publication(new Target(Target.Kind.GROUP, List.of("g")),
                EncodedPayload.text(offset + (isStored ? "" : "+")), SendOptions.defaults(), null, isStored), Instant.EPOCH);
        byte[] message = new byte[head.length + body.length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        order.received(subscription, PublishedMessage.parse(message));
    }

    private void read(long first, long last) {
        List<StoredLog.Entry> entries = LongStream.rangeClosed(first, last).mapToObj(offset -> new StoredLog.Entry(
                new StoredMessage("g", new LogPosition(EPOCH, offset), Instant.EPOCH, null, EncodedPayload.text("" + offset),
                        Map.of(), Long.MAX_VALUE),
                SendOptions.defaults())).toList();
        readings.remove().complete(new LogReader.Reading(LogExtent.of(LOG, last, ""), entries, entries.size()));
    }

    @Test
    void whatThereIsNoRoomForIsReadToo() {
        published(2, true);
        published(3, true);
        published(4, true);
        read(1, 3);
        assertEquals(List.of("1", "2", "3"), members.texts);
        assertTrue(subscription.isHolding());
        read(4, 4);
        assertEquals(List.of("1", "2", "3", "4"), members.texts);
        assertEquals(List.of(), members.gaps);
        assertFalse(subscription.isHolding());
        assertTrue(readings.isEmpty());
    }

    @Test
    void whatIsInNoLogIsAGap() {
        published(2, true);
        published(2, false);
        published(2, false);
        read(1, 2);
        read(3, 2);
        assertEquals(List.of("1", "2", "2+"), members.texts);
        assertEquals(List.of(OptionalLong.of(1)), members.gaps);
    }

    @Test
    void thereIsRoomAgain() {
        for (long offset = 0; offset < 10; offset += 2) {
            published(offset + 2, true);
            read(offset + 1, offset + 2);
        }
        assertEquals(LongStream.rangeClosed(1, 10).mapToObj(Long::toString).toList(), members.texts);
        assertTrue(readings.isEmpty());
    }
}
