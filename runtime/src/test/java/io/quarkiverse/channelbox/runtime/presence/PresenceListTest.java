package io.quarkiverse.channelbox.runtime.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.config.PresenceBy;
import io.quarkiverse.channelbox.runtime.settings.PresenceSettings;

/** What members are told of who is there, and when. */
class PresenceListTest {

    private static final int DELAY = 1_000;

    /** What a client knows that was told everything; connections by who it is. */
    private final Map<String, Integer> client = new TreeMap<>();
    private PresenceList list;

    private void begin(PresenceBy by, int delay, int most) {
        list = new PresenceList(new PresenceSettings(true, most, by, Duration.ofMillis(delay)));
    }

    /** @param channels the id of a connection, and of which user it is: {@code a:ann} */
    private static List<PresenceEntry> channels(String... channels) {
        List<PresenceEntry> entries = new ArrayList<>();
        for (String channel : channels) {
            String[] parts = channel.split(":");
            entries.add(PresenceEntry.of(parts[0], parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(), Map.of()));
        }
        return entries;
    }

    private static String name(PresenceEntry entry) {
        return entry.connectionId().orElseGet(() -> entry.principal().orElseThrow());
    }

    /** What is told, {@code -a +ann=2}. */
    private String at(long now, String... channels) {
        return at(now, channels(channels));
    }

    private String at(long now, List<PresenceEntry> channels) {
        PresenceNews news = list.take("g", channels, now);
        List<String> told = new ArrayList<>();
        for (PresenceEntry entry : news.left()) {
            assertTrue(client.remove(name(entry)) != null, "left, but was not there: " + entry);
            told.add('-' + name(entry));
        }
        for (PresenceEntry entry : news.joined()) {
            client.put(name(entry), entry.connections());
            told.add('+' + name(entry) + (entry.connectionId().isPresent() ? "" : "=" + entry.connections()));
        }
        Map<String, Integer> all = new TreeMap<>();
        news.everybody().forEach(entry -> all.put(name(entry), entry.connections()));
        assertEquals(all, client, "what a newcomer is told");
        return String.join(" ", told);
    }

    @Test
    void anEntryForEachConnection() {
        begin(PresenceBy.CONNECTION, 0, 10);
        assertEquals("+a +b +c", at(0, "a:ann", "b:ann", "c"));
        assertEquals("", at(1, "a:ann", "b:ann", "c"));
        assertEquals("-a -c +d", at(2, "b:ann", "d"));
    }

    @Test
    void anEntryForEachUser() {
        begin(PresenceBy.USER, 0, 10);
        assertEquals("+x +y +ann=2", at(0, "a:ann", "x", "b:ann", "y"));
        assertEquals("+ann=1 +bob=1", at(1, "b:ann", "x", "y", "c:bob"));
        assertEquals("-y -ann", at(2, "x", "c:bob"));
        // Nobody is to know whether it is the same connection.
        assertEquals("", at(3, "x", "d:bob"));
    }

    @Test
    void aUserHasTheAttributesOfAllConnections() {
        PresenceEntry one = PresenceEntry.of("a", Optional.of("ann"), Map.of("mood", "fine", "at", "home"));
        PresenceEntry two = PresenceEntry.of("b", Optional.of("ann"), Map.of("mood", "happy"));
        PresenceEntry both = PresenceEntry.ofUser("ann", 2, Map.of("mood", "happy", "at", "home"));
        assertEquals(List.of(both), PresenceEntries.of(List.of(one, two), PresenceBy.USER));
        assertEquals(List.of(both), PresenceEntries.of(List.of(two, one), PresenceBy.USER));
    }

    @Test
    void whoComesBackInTimeHasNotLeft() {
        begin(PresenceBy.USER, DELAY, 10);
        assertEquals("+x +ann=2 +bob=1", at(0, "a:ann", "b:ann", "c:bob", "x"));
        assertFalse(list.isWaiting());
        // Nobody can come back as the one who was not authenticated.
        assertEquals("-x", at(10, "b:ann"));
        assertTrue(list.isWaiting());
        assertEquals(DELAY - 10, list.nextDue(20));
        assertEquals("", at(500, "b:ann", "d:bob"));
        assertEquals(10, list.nextDue(DELAY));
        assertEquals("", at(DELAY, "d:bob", "b:ann", "e:ann"));
        assertFalse(list.isWaiting());
    }

    @Test
    void whoStaysAwayHasLeft() {
        begin(PresenceBy.USER, DELAY, 10);
        assertEquals("+ann=2 +bob=1", at(0, "a:ann", "b:ann", "c:bob"));
        assertEquals("", at(10, "a:ann", "c:bob"));
        assertEquals("", at(20, "a:ann"));
        assertEquals("", at(DELAY + 9, "a:ann"));
        assertEquals("+ann=1", at(DELAY + 10, "a:ann"));
        assertEquals(10, list.nextDue(DELAY + 10));
        assertEquals("-bob", at(DELAY + 20, "a:ann"));
        assertFalse(list.isWaiting());
    }

    /** The last of a user's connections counts from when it left. */
    @Test
    void eachLeaveHasItsTime() {
        begin(PresenceBy.USER, DELAY, 10);
        at(0, "a:ann", "b:ann");
        assertEquals("", at(10, "a:ann"));
        assertEquals("", at(DELAY, new String[0]));
        assertEquals("", at(2 * DELAY - 1, new String[0]));
        assertEquals("+ann=1", at(2 * DELAY - 1 + 1, "c:ann"));
    }

    @Test
    void aConnectionThatIsReplacedLeavesWithTheJoin() {
        begin(PresenceBy.CONNECTION, DELAY, 10);
        at(0, "a:ann", "b:ann", "c:bob", "x");
        assertEquals("-x", at(1, "c:bob"));
        assertEquals("", at(2, "c:bob"));
        assertEquals("-a +d +e", at(3, "c:bob", "d:ann", "e"));
        assertEquals("", at(DELAY, "c:bob", "d:ann", "e"));
        assertEquals("-b", at(DELAY + 1, "c:bob", "d:ann", "e"));
        assertFalse(list.isWaiting());
    }

    /** However many come and go, no more wait than members are told of. */
    @Test
    void whatWaitsHasABound() {
        begin(PresenceBy.USER, Integer.MAX_VALUE, 10);
        at(0, "a:ann");
        for (int i = 0; i < 1_000; i++) {
            at(i, "a:ann", "b" + i + ":user" + i);
            assertTrue(client.size() <= 10);
        }
        assertEquals(10, client.size());
        assertTrue(client.containsKey("ann") && client.containsKey("user999") && client.containsKey("user991"));
    }

    @Test
    void whoForgetsTellsAllAnew() {
        begin(PresenceBy.USER, DELAY, 10);
        at(0, "a:ann", "b:bob");
        at(1, "a:ann");
        list.forget();
        client.clear();
        assertFalse(list.isWaiting());
        assertEquals("+ann=1", at(2, "a:ann"));
    }

    /**
     * A client knows in the end who is there, and never misses who is there; told ones that are not there are not there long.
     */
    @Test
    void aClientKnowsWhoIsThere() {
        for (PresenceBy by : PresenceBy.values()) {
            for (int delay : new int[] { 0, 50 }) {
                long seed = Long.getLong("property.seed", System.nanoTime());
                System.out.printf("PresenceListTest: by %s, delay %d, -Dproperty.seed=%d%n", by, delay, seed);
                Random random = new Random(seed);
                client.clear();
                begin(by, delay, 1_000);
                Map<String, Long> lastThere = new HashMap<>();
                Set<String> channels = new HashSet<>();
                for (long now = 0; now < 5_000; now += 1 + random.nextInt(10)) {
                    int user = random.nextInt(6);
                    String channel = "c" + random.nextInt(20) + (user == 0 ? "" : ":user" + user);
                    if (!channels.remove(channel)) {
                        channels.removeIf(other -> other.split(":")[0].equals(channel.split(":")[0]));
                        channels.add(channel);
                    }
                    at(now, channels.toArray(String[]::new));
                    Map<String, Integer> there = new HashMap<>();
                    for (PresenceEntry entry : PresenceEntries.of(channels(channels.toArray(String[]::new)), by)) {
                        there.put(name(entry), entry.connections());
                        lastThere.put(name(entry), now);
                    }
                    for (Map.Entry<String, Integer> each : there.entrySet()) {
                        assertTrue(client.getOrDefault(each.getKey(), 0) >= each.getValue(), each + " is there");
                    }
                    for (String name : client.keySet()) {
                        assertTrue(now - lastThere.get(name) <= delay + 30, name + " is not there");
                    }
                }
                at(10_000, channels.toArray(String[]::new));
                at(20_000, channels.toArray(String[]::new));
                Map<String, Integer> there = new TreeMap<>();
                PresenceEntries.of(channels(channels.toArray(String[]::new)), by)
                        .forEach(entry -> there.put(name(entry), entry.connections()));
                assertEquals(there, client);
            }
        }
    }
}
