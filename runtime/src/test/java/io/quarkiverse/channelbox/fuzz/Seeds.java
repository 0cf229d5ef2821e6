package io.quarkiverse.channelbox.fuzz;

import java.util.Random;
import java.util.function.Consumer;

/** Draws the runs of a property, each from its seed, which a failure tells. */
public final class Seeds {

    /** The only one to run: {@code -Dproperty.seed=17}. */
    private static final Long ONLY = Long.getLong("property.seed");
    /** How many times as many as in every build: {@code -Dproperty.times=1000}. */
    private static final int TIMES = Integer.getInteger("property.times", 1);

    private Seeds() {
    }

    /** @param count how many in every build */
    public static void each(int count, Consumer<Random> run) {
        long first = ONLY == null ? 1 : ONLY;
        long last = ONLY == null ? (long) count * TIMES : ONLY;
        for (long seed = first; seed <= last; seed++) {
            try {
                run.accept(new Random(seed));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("With -Dproperty.seed=" + seed + ": " + e, e);
            }
        }
    }
}
