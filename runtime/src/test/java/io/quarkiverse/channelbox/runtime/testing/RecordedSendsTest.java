package io.quarkiverse.channelbox.runtime.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.Sending;
import io.quarkiverse.channelbox.testing.SentMessage;

/** What was sent is kept, as long as there is room for it. */
class RecordedSendsTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Target GROUP = new Target(Target.Kind.GROUP, List.of("g"));

    private final RecordedSends sends = new RecordedSends(new ObjectMapper());

    private Sending begin(Object payload, EncodedPayload encoded) {
        Sending sending = sends.begin(null, GROUP, payload, SendOptions.defaults());
        sending.publishing(new Publication(GROUP, encoded, SendOptions.defaults(), null, false));
        return sending;
    }

    private void send(String text) {
        begin(text, EncodedPayload.text(text)).sent(Receipt.notStored(0));
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        for (int i = 0; i < RecordedSends.MAX_MESSAGES + 3; i++) {
            send("text " + i);
        }
        assertEquals(RecordedSends.MAX_MESSAGES, sends.all().size());
        assertEquals("text 3", sends.all().get(0).payload());
        assertEquals(3, sends.forgotten());
        sends.clear();
        assertEquals(0, sends.forgotten());
    }

    @Test
    void theOldestGoWhenTheyAreTooLarge() {
        byte[] large = new byte[RecordedSends.MAX_BYTES / 2];
        for (int i = 0; i < 3; i++) {
            begin("large " + i, EncodedPayload.binary(large)).sent(Receipt.notStored(0));
        }
        assertEquals(List.of("large 1", "large 2"), sends.payloads(String.class));
        assertEquals(1, sends.forgotten());
    }

    @Test
    void whatIsUnderWayOrFailedIsNotSent() {
        Sending late = begin("late", EncodedPayload.text("late"));
        sends.begin(null, GROUP, new Object(), SendOptions.defaults()).failed(new IllegalStateException("no"));
        send("early");
        assertEquals(List.of("early"), sends.payloads(Object.class));
        assertEquals("no", sends.failed().get(0).failure().orElseThrow().getMessage());
        assertThrows(IllegalStateException.class, () -> sends.failed().get(0).text());

        CompletableFuture<SentMessage> waiting = CompletableFuture
                .supplyAsync(() -> sends.await(message -> message.payload().equals("late"), Duration.ofSeconds(20)));
        late.sent(Receipt.stored("e:1", 2));
        assertEquals(Receipt.stored("e:1", 2), waiting.join().receipt().orElseThrow());
        assertEquals(List.of("late", "early"), sends.payloads(Object.class));
    }

    @Test
    void whatIsUnderWayWhenItIsClearedDoesNotAppear() {
        Sending late = sends.begin(null, GROUP, "late", SendOptions.defaults());
        sends.clear();
        late.publishing(new Publication(GROUP, EncodedPayload.text("late"), SendOptions.defaults(), null, false));
        late.sent(Receipt.notStored(0));
        assertEquals(List.of(), sends.all());
    }

    @Test
    void aFailureSaysWhatWasSent() {
        assertEquals("No message to the group 'h' was sent within 0.02 s; nothing was sent",
                assertThrows(AssertionError.class, () -> sends.await("h", SHORT)).getMessage());
        send("hi");
        sends.begin(null, new Target(Target.Kind.USER, List.of("ann")), 1, SendOptions.defaults().event("one"));
        String failure = assertThrows(AssertionError.class, () -> sends.await("h", SHORT)).getMessage();
        assertTrue(failure.contains("\n  to group 'g': hi (Receipt")
                && failure.contains("\n  to user 'ann', event 'one': 1 (under way)"), failure);
    }

    @Test
    void aFailureSaysWhatFailed() {
        IllegalStateException no = new IllegalStateException("no");
        sends.begin(null, GROUP, new Point(1), SendOptions.defaults()).failed(no);
        begin("later", EncodedPayload.text("later")).failed(new IllegalStateException("nor that"));
        AssertionError failure = assertThrows(AssertionError.class, () -> sends.await("g", SHORT));
        assertTrue(failure.getMessage().startsWith("No message to the group 'g' was sent within 0.02 s, but it failed: " + no),
                failure.getMessage());
        assertSame(no, failure.getCause());
        assertSame(no, assertThrows(AssertionError.class,
                () -> sends.await(Point.class, point -> point.x() == 1, SHORT)).getCause());
        assertNull(assertThrows(AssertionError.class,
                () -> sends.await(message -> message.text().equals("x"), SHORT)).getCause());
        send("at the second attempt");
        assertEquals("at the second attempt", sends.await("g", SHORT).payload());
    }

    @Test
    void aPayloadOfAKindIsLookedForAmongOthers() {
        send("text");
        begin(new byte[] { 1 }, EncodedPayload.binary(new byte[] { 1 })).sent(Receipt.notStored(0));
        begin(new Point(1), EncodedPayload.json("{\"x\":1}".getBytes())).sent(Receipt.notStored(0));
        EncodedPayload published = EncodedPayload.json("{\"x\":2}".getBytes());
        begin(published, published).sent(Receipt.notStored(0));
        assertEquals(new Point(1), sends.await(Point.class, point -> point.x() == 1).payload());
        assertEquals("{\"x\":2}", sends.await(Point.class, point -> point.x() == 2).text());
        assertEquals("text", sends.await(String.class, text -> text.startsWith("te")).payload());
        assertEquals(1, sends.await(byte[].class, bytes -> bytes.length == 1).payload(byte[].class)[0]);
        String failure = assertThrows(AssertionError.class, () -> sends.await(Point.class, point -> point.x() == 3, SHORT))
                .getMessage();
        assertTrue(failure.startsWith("No such Point was sent within 0.02 s; there were:\n"), failure);
    }

    @Test
    void whatAPredicateDoesHoldsUpNobody() {
        send("first");
        assertEquals("second", sends.await(message -> {
            CompletableFuture.runAsync(() -> {
                if (sends.all().size() == 1) {
                    send("second");
                }
            }).orTimeout(20, TimeUnit.SECONDS).join();
            return message.payload().equals("second");
        }, Duration.ofSeconds(20)).payload());
    }

    @Test
    void itEndsInTimeAlsoWhileMoreIsSent() {
        send("first");
        assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> assertThrows(AssertionError.class, () -> sends.await(message -> {
                    sends.clear();
                    send("more");
                    return false;
                }, SHORT)));
    }

    @Test
    void whatClientsGetIsReadAsTheyDo() {
        begin(new Point(1), EncodedPayload.json("{\"x\":1}".getBytes())).sent(Receipt.notStored(0));
        SentMessage message = sends.all().get(0);
        assertEquals("{\"x\":1}", message.payload(String.class));
        assertEquals("{\"x\":1}", new String(message.payload(byte[].class)));
    }

    @Test
    void whatAClientPublishedIsReadAsItIs() {
        EncodedPayload json = EncodedPayload.json("{\"x\":1}".getBytes());
        begin(json, json).sent(Receipt.notStored(0));
        assertEquals(1, ((JsonNode) sends.all().get(0).payload()).get("x").asInt());
        assertEquals(new Point(1), sends.all().get(0).payload(Point.class));
        assertEquals("{\"x\":1}", sends.all().get(0).text());
    }

    record Point(int x) {
    }
}
