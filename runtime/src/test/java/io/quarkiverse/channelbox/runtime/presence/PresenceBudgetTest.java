package io.quarkiverse.channelbox.runtime.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What presence costs in a second is bounded, however much there is to tell. */
class PresenceBudgetTest {

    private final PresenceBudget budget = new PresenceBudget(1000, 0);

    @Test
    void whatWasSavedUpIsSpentAtOnce() {
        budget.spend(256_000, 0);
        assertEquals(0, budget.waitMillis(0));
        budget.spend(500, 0);
        assertEquals(500, budget.waitMillis(0));
        assertEquals(100, budget.waitMillis(400));
        assertEquals(0, budget.waitMillis(500));
    }

    @Test
    void noMoreIsSavedUp() {
        budget.spend(257_000, 1_000_000);
        assertEquals(1000, budget.waitMillis(1_000_000));
    }
}
