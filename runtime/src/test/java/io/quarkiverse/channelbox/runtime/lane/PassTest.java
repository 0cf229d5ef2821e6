package io.quarkiverse.channelbox.runtime.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fails while it is written is given up, and what waits behind it goes on. */
class PassTest {

    private final Pass pass = new Pass();
    private final Budget budget = new Budget();
    private final List<String> done = new ArrayList<>();

    /** However slow the machine is. */
    @BeforeEach
    void isNotUsedUp() {
        budget.begin(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
    }

    private final class Failing implements WriteJob {

        @Override
        public boolean write(Budget ofTurn) {
            throw new OutOfMemoryError("direct");
        }

        @Override
        public void abandon() {
            done.add("abandoned");
        }
    }

    private void fails() {
        assertThrows(Error.class, () -> pass.goOn(budget));
        pass.abandonJobs();
    }

    @Test
    void whatWaitedForAJobThatFailsIsDoneWithoutMoreToCome() {
        pass.add(new Failing(), 1, 1);
        pass.add(() -> done.add("left"));
        fails();
        assertFalse(pass.isQueueEmpty());
        assertTrue(pass.goOn(budget));
        assertTrue(pass.isQueueEmpty());
        assertEquals(List.of("abandoned", "left"), done);
    }

    @Test
    void aTaskThatFailsIsNotDoneAgain() {
        pass.add(() -> {
            done.add("failed");
            throw new StackOverflowError();
        });
        pass.add(() -> done.add("next"));
        fails();
        assertTrue(pass.goOn(budget));
        assertEquals(List.of("failed", "next"), done);
    }

    /** Or else what must not stand behind a backlog would stand behind one of messages to users. */
    @Test
    void messagesToConnectionsCountAsWaiting() {
        pass.add(new Failing(), FrameBatch.MAX_BYTES, 7);
        assertTrue(pass.isBufferFull());
        assertEquals(7, pass.queuedCost());
        fails();
        assertFalse(pass.isBufferFull());
        assertEquals(0, pass.queuedCost());
    }
}
