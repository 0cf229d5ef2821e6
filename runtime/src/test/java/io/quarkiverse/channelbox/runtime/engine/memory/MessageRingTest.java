package io.quarkiverse.channelbox.runtime.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;

class MessageRingTest {

    private static StoredMessage message(long offset) {
        return new StoredMessage("g", new LogPosition("e", offset), Instant.EPOCH, null, EncodedPayload.text("x"), Map.of(),
                Long.MAX_VALUE);
    }

    private static void assertSameContent(ArrayDeque<StoredMessage> expected, MessageRing ring, String seed) {
        assertEquals(expected.size(), ring.size(), seed);
        assertEquals(expected.isEmpty(), ring.isEmpty(), seed);
        List<StoredMessage> all = new ArrayList<>();
        for (int i = 0; i < ring.size(); i++) {
            all.add(ring.get(i));
        }
        assertEquals(new ArrayList<>(expected), all, seed);
    }

    @Test
    void itDoesWhatADequeDoes() {
        long seed = Long.getLong("property.seed", System.nanoTime());
        String told = "-Dproperty.seed=" + seed;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            MessageRing ring = new MessageRing();
            ArrayDeque<StoredMessage> deque = new ArrayDeque<>();
            long offset = 0;
            // Some grow, some stay small and go round and round.
            int adds = 1 + random.nextInt(8);
            for (int step = 0; step < 300; step++) {
                int what = random.nextInt(100);
                if (what < 10 * adds) {
                    offset += 1 + (random.nextInt(5) == 0 ? random.nextInt(10) : 0);
                    StoredMessage message = message(offset);
                    ring.addLast(message);
                    deque.addLast(message);
                } else if (what < 96) {
                    if (!deque.isEmpty()) {
                        assertSame(deque.removeFirst(), ring.removeFirst(), told);
                    }
                } else if (what < 99) {
                    int divisor = 1 + random.nextInt(4);
                    ring.removeIf(message -> message.offset() % divisor == 0);
                    deque.removeIf(message -> message.offset() % divisor == 0);
                } else {
                    ring.clear();
                    deque.clear();
                }
                long wanted = random.nextInt((int) offset + 3) - 1;
                assertEquals(deque.stream().filter(message -> message.offset() <= wanted).count(), ring.indexAfter(wanted),
                        told);
                assertSameContent(deque, ring, told);
            }
        }
    }
}
