package io.quarkiverse.channelbox.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

/** What a client got is kept until somebody waits for it, and read as what it is. */
class InboxTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Frames frames = new Frames(new ObjectMapper(), false);
    private final Inbox inbox = new Inbox();

    private void receive(String... texts) {
        for (String text : texts) {
            inbox.add(frames.text(text));
        }
    }

    private ReceivedMessage message() {
        return inbox.take(Frame::isMessage, "message", SHORT).message();
    }

    @Test
    void aWaitTakesWhatItIsForAndLeavesTheRest() {
        receive("{\"type\":\"presence\",\"group\":\"a\",\"size\":1}", "{\"type\":\"message\",\"group\":\"a\",\"data\":1}",
                "{\"type\":\"joined\",\"group\":\"b\"}");
        assertEquals("b", inbox.take(frame -> frame.is("joined", "b"), "joined", SHORT).json().get("group").asText());
        assertEquals(1, message().as(Integer.class));
        assertEquals(1, inbox.take(frame -> frame.is("presence", null), "presence", SHORT).json().get("size").asInt());
        assertTrue(inbox.unread().isEmpty());
    }

    @Test
    void aWaitIsOverWhenItComes() {
        CompletableFuture<Frame> waiting = CompletableFuture
                .supplyAsync(() -> inbox.take(frame -> frame.is("left", "a"), "left", LONG));
        receive("{\"type\":\"left\",\"group\":\"a\"}");
        assertTrue(waiting.join().is("left", "a"));
    }

    /** Nor does it hold up who sends. */
    @Test
    void whatAPredicateDoesHoldsUpNobody() {
        receive("first");
        assertEquals("second", inbox.take(frame -> {
            CompletableFuture.runAsync(() -> {
                if (inbox.unread().size() == 1) {
                    receive("second");
                }
            }).orTimeout(20, TimeUnit.SECONDS).join();
            return frame.message().text().equals("second");
        }, "second", LONG).message().text());
        assertEquals("first", message().text());
    }

    @Test
    void itEndsInTimeAlsoWhileMoreComes() {
        receive("first");
        assertTimeoutPreemptively(LONG, () -> assertThrows(AssertionError.class, () -> inbox.take(frame -> {
            message();
            receive("more");
            return false;
        }, "such message", SHORT)));
    }

    @Test
    void aPayloadOfAKindIsLookedForAmongOthers() {
        PlainClient client = new PlainClient(new Wire(inbox, frames), inbox, new ObjectMapper(), SHORT);
        inbox.add(frames.binary(new byte[] { 1 }));
        receive("text", "null", "{\"y\":1}", "{\"x\":1}", "{\"x\":2}");
        assertEquals(new Point(2), client.awaitMessage(Point.class, point -> point.x() == 2));
        assertEquals("text", client.awaitMessage(String.class, text -> text.startsWith("te")));
        String failure = assertThrows(AssertionError.class, () -> client.awaitMessage(Point.class, point -> point.x() == 3))
                .getMessage();
        assertTrue(failure.startsWith("There was no such Point within 0.02 s. Unread is:\n  1 bytes"), failure);
        assertEquals(4, client.unread().size());
    }

    @Test
    void theFailureSaysWhatCameInstead() {
        receive("{\"type\":\"gap\",\"group\":\"a\"}");
        assertEquals("There was no frame 'joined' within 0.02 s. Unread is:\n  {\"type\":\"gap\",\"group\":\"a\"}",
                assertThrows(AssertionError.class, () -> inbox.take(frame -> false, "frame 'joined'", SHORT)).getMessage());
        inbox.end(new Closed(1008, "who are you"));
        assertEquals("There was no frame 'joined'. Unread is:\n  {\"type\":\"gap\",\"group\":\"a\"}\n"
                + "The connection was closed with 1008 'who are you'.",
                assertThrows(AssertionError.class, () -> inbox.take(frame -> false, "frame 'joined'", LONG)).getMessage());
        assertEquals(1008, inbox.end(LONG).code());
        assertEquals("who are you", inbox.end(LONG).reason());
    }

    @Test
    void itIsBounded() {
        for (int i = 0; i < Inbox.CAPACITY + 5; i++) {
            receive("text " + i);
        }
        assertEquals(Inbox.CAPACITY, inbox.unread().size());
        assertEquals("text 0", message().text());
        String failure = assertThrows(AssertionError.class, () -> inbox.take(frame -> false, "such message", LONG))
                .getMessage();
        assertTrue(failure.contains("and 9979 more") && failure.contains("5 more were lost"), failure);
    }

    @Test
    void payloadsAreReadAsTheyAre() {
        receive("{\"type\":\"message\",\"id\":\"e:1\",\"event\":\"said\",\"data\":\"hi\"}",
                "{\"type\":\"message\",\"group\":\"a\",\"data\":{\"x\":1}}",
                "{\"type\":\"message\",\"group\":\"a\",\"encoding\":\"base64\",\"data\":\"AAEC\"}",
                "{\"type\":\"of the application\"}", "{no json", "plain");
        ReceivedMessage text = message();
        assertEquals("hi", text.as(String.class));
        assertEquals(Optional.of("e:1"), text.id());
        assertEquals(Optional.of("said"), text.event());
        assertEquals(Optional.empty(), text.group());
        assertEquals(1, message().as(Point.class).x());
        ReceivedMessage binary = message();
        assertArrayEquals(new byte[] { 0, 1, 2 }, binary.as(byte[].class));
        assertThrows(AssertionError.class, binary::text);
        assertEquals("{\"type\":\"of the application\"}", message().text());
        assertEquals("{no json", message().text());
        ReceivedMessage plain = message();
        assertEquals("This is no " + Point.class.getName() + ": plain",
                assertThrows(AssertionError.class, () -> plain.as(Point.class)).getMessage());
    }

    /** As the client for browsers does. */
    @Test
    void whatOnlyLooksLikeAFrameIsAMessage() {
        List<String> own = List.of("{\"type\":\"message\",\"text\":\"mine\"}", "{\"type\":\"reply\",\"text\":\"mine\"}",
                "{\"type\":\"joined\",\"group\":1}", "{\"type\":\"presence\",\"group\":\"a\",\"size\":-1}",
                "{\"type\":\"presence\",\"group\":\"a\",\"size\":1,\"joined\":[1]}",
                "{\"type\":\"reply\",\"ref\":1,\"error\":\"no\"}", "{\"type\":\"ping\"} pong",
                "{\"type\":\"message\",\"encoding\":\"base64\",\"data\":\"%%%\"}");
        own.forEach(this::receive);
        assertEquals(own, own.stream().map(text -> message().text()).toList());
        receive("{\"type\":\"presence\",\"group\":\"a\",\"size\":1,\"joined\":[{\"principal\":\"ann\"}],\"later\":1}",
                "{\"type\":\"reply\",\"ref\":1,\"error\":{\"code\":403,\"reason\":\"no\"}}");
        assertTrue(inbox.unread().stream().noneMatch(Frame::isMessage));
    }

    record Point(int x) {
    }
}
