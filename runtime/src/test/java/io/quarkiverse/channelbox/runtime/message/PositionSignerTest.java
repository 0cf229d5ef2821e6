package io.quarkiverse.channelbox.runtime.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class PositionSignerTest {

    private static final LogPosition POSITION = new LogPosition("ab", 12);

    private final PositionSigner signer = new PositionSigner(Optional.of("0123456789abcdef0123456789abcdef"));

    @Test
    void anIdIsKnownAgain() {
        String id = signer.id("room", POSITION);
        assertTrue(id.matches("ab:12:[0-9A-Za-z_-]{16}"), id);
        assertEquals(Optional.of(POSITION), signer.genuine("room", id));
        assertEquals(id, signer.id("room", "ab:12"));
    }

    @Test
    void whatIsMadeUpIsNot() {
        String id = signer.id("room", POSITION);
        String signature = id.substring("ab:12:".length());
        for (String madeUp : new String[] { "ab:12", "ab:12:", "ab:0:" + signature, "ab:11:" + signature, "ac:12:" + signature,
                "ab:012:" + signature, id + "A", id.substring(0, id.length() - 1), id + ":" + signature,
                "ab:12:" + signature.substring(1) + "A", "ab:12:" + signature.toLowerCase() + signature.toUpperCase() }) {
            assertEquals(Optional.empty(), signer.genuine("room", madeUp), madeUp);
        }
        assertEquals(Optional.empty(), signer.genuine("room2", id));
        assertEquals(Optional.empty(), signer.genuine("roo", id));
    }

    /** Where one part ends and the next begins must not be in doubt. */
    @Test
    void groupEpochAndOffsetCannotBeMixedUp() {
        assertNotEquals(signature(signer.id("3:room", "ab:12")), signature(signer.id("room", "ab:123")));
        assertNotEquals(signature(signer.id("x", "ab:1")), signature(signer.id("1x", "ab:")));
        assertNotEquals(signature(signer.id("a\ud800", "e:1")), signature(signer.id("a\ud801", "e:1")));
        assertNotEquals(signature(signer.id("a", "e:1")), signature(signer.id("\0a", "e:1")));
        assertNotEquals(signature(signer.id("\u6162", "e:1")), signature(signer.id("ab", "e:1")));
    }

    private static String signature(String id) {
        return id.substring(id.lastIndexOf(':') + 1);
    }

    @Test
    void withAnotherKeyNothingCounts() {
        PositionSigner other = new PositionSigner(Optional.empty());
        String id = other.id("room", POSITION);
        assertEquals(Optional.empty(), signer.genuine("room", id));
        assertNotEquals(other.key(), new PositionSigner(Optional.empty()).key());
        assertTrue(other.key().length() >= 32);

        signer.use(other.key());
        assertEquals(Optional.of(POSITION), signer.genuine("room", id));
    }

    @Test
    void manyThreadsSignAtOnce() {
        ConcurrentHashMap<Integer, String> ids = new ConcurrentHashMap<>();
        IntStream.range(0, 20_000).parallel().forEach(
                i -> ids.merge(i % 100, signer.id("g" + i % 100, POSITION), (one, two) -> one.equals(two) ? one : "different"));
        ids.forEach((i, id) -> assertEquals(signer.id("g" + i, POSITION), id));
    }
}
