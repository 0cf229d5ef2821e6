package io.quarkiverse.channelbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What cannot be meant is refused where it is said. */
class OptionsTest {

    private static void refused(String message, Executable call) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, call);
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    @Test
    void sendOptions() {
        refused("ttl", () -> SendOptions.defaults().ttl(Duration.ZERO));
        refused("ttl", () -> SendOptions.defaults().ttl(Duration.ofSeconds(-1)));
        assertThrows(NullPointerException.class, () -> SendOptions.defaults().event(null));
        assertThrows(NullPointerException.class, () -> SendOptions.defaults().idempotencyKey(null));
        assertThrows(NullPointerException.class, () -> SendOptions.defaults().attribute("k", null));
        SendOptions base = SendOptions.saveHistory().except("a");
        SendOptions more = base.except("b", "c").attribute("k", "v").saveHistory(false);
        assertEquals(Set.of("a"), base.getExcept());
        assertTrue(base.isSaveHistory());
        assertEquals(Set.of("a", "b", "c"), more.getExcept());
        assertEquals(Map.of("k", "v"), more.getAttributes());
    }

    @Test
    void joinOptions() {
        refused("expiry", () -> JoinOptions.defaults().expires(Duration.ofMillis(-1)));
        refused("replay", () -> JoinOptions.defaults().replay(-1));
        assertEquals(Duration.ZERO, JoinOptions.defaults().expires(Duration.ZERO).getExpires().orElseThrow());
    }

    /** What comes from clients may end here. */
    @Test
    void nothingIsOfAnyLengthOrNumber() {
        SendOptions send = SendOptions.defaults();
        refused("idempotency key has 513 characters, of at most 512", () -> send.idempotencyKey("k".repeat(513)));
        assertEquals(512, send.idempotencyKey("k".repeat(512)).getIdempotencyKey().orElseThrow().length());
        refused("name of an event has 129 characters, of at most 128", () -> send.event("e".repeat(129)));
        refused("key of an attribute has 129 characters, of at most 128", () -> send.attribute("a".repeat(129), ""));
        refused("value of attribute 'a' has 1025 characters, of at most 1024", () -> send.attribute("a", "v".repeat(1025)));
        refused("id of a connection has 129 characters", () -> send.except("c".repeat(129)));
        String[] ids = IntStream.range(0, 1000).mapToObj(Integer::toString).toArray(String[]::new);
        refused("1001 connections are excepted, of at most 1000", () -> send.except(ids).except("more"));
        JoinOptions join = JoinOptions.defaults();
        refused("key of an attribute has 129 characters", () -> join.attribute("a".repeat(129), ""));
        refused("value of attribute 'a' has 1025 characters", () -> join.attribute("a", "v".repeat(1025)));
        SendOptions manyToSend = send;
        JoinOptions manyToJoin = join;
        for (int i = 0; i < 32; i++) {
            manyToSend = manyToSend.attribute("a" + i, "v");
            manyToJoin = manyToJoin.attribute("a" + i, "v");
        }
        SendOptions fullToSend = manyToSend;
        JoinOptions fullToJoin = manyToJoin;
        assertEquals(32, fullToSend.attribute("a0", "w").getAttributes().size());
        refused("more than 32 attributes", () -> fullToSend.attribute("b", "v"));
        refused("more than 32 attributes", () -> fullToJoin.attribute("b", "v"));
    }

    @Test
    void historyQuery() {
        refused("last", () -> HistoryQuery.last(-1));
        refused("limit", () -> HistoryQuery.all().limit(-1));
        for (String id : new String[] { null, "", "a", "a:", ":1", "a:b", "a:1:2:3", "a:1:!", "A:1", "a:-1",
                "a:1234567890123456789",
                "a b:1" }) {
            refused("epoch:offset", () -> HistoryQuery.all().after(id));
        }
        assertEquals("x9:12", HistoryQuery.all().after("x9:12").getAfter().orElseThrow());
    }

    /** Only what is set, and nothing that a client wrote unescaped. */
    @Test
    void saysWhatIsSet() {
        assertEquals("SendOptions{}", SendOptions.defaults().toString());
        assertEquals(
                "SendOptions{saveHistory, except=[a, b], event=x\\u{a}y, ttl=PT2S, idempotencyKey=k, attributes={c=d, e=f}}",
                SendOptions.saveHistory().except("b", "a").event("x\ny").ttl(Duration.ofSeconds(2)).idempotencyKey("k")
                        .attribute("e", "f").attribute("c", "d").toString());
        assertEquals("JoinOptions{}", JoinOptions.defaults().toString());
        assertEquals("JoinOptions{payloadType=TEXT, expires=PT0S, replay=0, resumeAfter=x:1, attributes={k=v}}",
                JoinOptions.defaults().payloadType(PayloadType.TEXT).expires(Duration.ZERO).replay(0).resumeAfter("x:1")
                        .attribute("k", "v").toString());
        assertEquals("HistoryQuery{}", HistoryQuery.all().toString());
        assertEquals("HistoryQuery{after=x:1, since=1970-01-01T00:00:00Z, limit=0, backward}",
                HistoryQuery.all().after("x:1").since(Instant.EPOCH).limit(0).backward().toString());
        assertEquals("HistoryQuery{last=3}", HistoryQuery.last(3).toString());
        assertEquals("Receipt{deliveredHere=0}", Receipt.notStored(0).toString());
        assertEquals("Receipt{id=x:1, stored, deliveredHere=2}", Receipt.stored("x:1", 2).toString());
        assertEquals("GroupInfo{name=a\\u{202e}b, channels=1}", GroupInfo.of("a\u202eb", 1).toString());
        assertEquals("PresenceEntry{connectionId=c}", PresenceEntry.of("c", Optional.empty(), Map.of()).toString());
        assertEquals("PresenceEntry{principal=ann, connections=2}", PresenceEntry.ofUser("ann", 2, Map.of()).toString());
        assertEquals("GroupOccupied{group=a\\u{202e}b}", GroupOccupied.of("a\u202eb").toString());
        assertEquals("GroupVacated{group=a\\u{202e}b}", GroupVacated.of("a\u202eb").toString());
    }

    /** In each list all are different, and made again they are equal. */
    @Test
    void equalsWhatIsSetTheSame() {
        distinct(() -> List.of(SendOptions.defaults(), SendOptions.saveHistory(), SendOptions.defaults().except("a"),
                SendOptions.defaults().event("a"), SendOptions.defaults().ttl(Duration.ofSeconds(1)),
                SendOptions.defaults().idempotencyKey("a"), SendOptions.defaults().attribute("a", "b")));
        distinct(() -> List.of(JoinOptions.defaults(), JoinOptions.defaults().payloadType(PayloadType.AUTO),
                JoinOptions.defaults().expires(Duration.ZERO), JoinOptions.defaults().replay(0),
                JoinOptions.defaults().resumeAfter("a:1"), JoinOptions.defaults().attribute("a", "b")));
        distinct(() -> List.of(HistoryQuery.all(), HistoryQuery.last(0), HistoryQuery.all().limit(0),
                HistoryQuery.all().after("a:1"), HistoryQuery.all().since(Instant.EPOCH), HistoryQuery.all().backward()));
        distinct(() -> List.of(Receipt.notStored(0), Receipt.notStored(1), Receipt.stored("a:1", 0), Receipt.stored("a:2", 0)));
        distinct(() -> List.of(FlushReport.of(1, 0), FlushReport.of(0, 1), GroupInfo.of("a", 1), GroupInfo.of("a", 2),
                GroupInfo.of("b", 1)));
        distinct(() -> List.of(CleanupReport.of(1, 0, 0, 0), CleanupReport.of(0, 1, 0, 0), CleanupReport.of(0, 0, 1, 0),
                CleanupReport.of(0, 0, 0, 1), ChannelBoxCleaned.of(CleanupReport.of(1, 0, 0, 0)),
                ChannelBoxCleaned.of(CleanupReport.of(0, 0, 0, 0))));
        distinct(() -> List.of(PresenceEntry.of("a", Optional.empty(), Map.of()),
                PresenceEntry.of("b", Optional.empty(), Map.of()),
                PresenceEntry.of("a", Optional.of("a"), Map.of()), PresenceEntry.of("a", Optional.empty(), Map.of("a", "b")),
                PresenceEntry.ofUser("a", 1, Map.of()), PresenceEntry.ofUser("a", 2, Map.of()),
                PresenceEntry.ofUser("b", 1, Map.of()), PresenceEntry.ofUser("a", 1, Map.of("a", "b"))));
        distinct(() -> List.of(GroupOccupied.of("a"), GroupOccupied.of("b"), GroupVacated.of("a"), GroupVacated.of("b")));
    }

    private static void distinct(Supplier<List<?>> values) {
        assertEquals(values.get(), values.get());
        assertEquals(values.get().hashCode(), values.get().hashCode());
        for (int i = 0; i < values.get().size(); i++) {
            for (int j = 0; j < i; j++) {
                assertNotEquals(values.get().get(i), values.get().get(j));
            }
        }
    }

    /** A {@code catch} of their base is enough. */
    @Test
    void failuresAreOfOneKind() {
        for (RuntimeException failure : List.of(new InvalidGroupNameException("x"), new GroupFullException("x"),
                new PayloadException("x"), new EngineUnavailableException("x", null),
                new OverloadedException("x"),
                new ConnectionClosedException("x"), new ConnectionNotActiveException("x", new RuntimeException()))) {
            assertInstanceOf(ChannelBoxException.class, failure);
        }
    }
}
