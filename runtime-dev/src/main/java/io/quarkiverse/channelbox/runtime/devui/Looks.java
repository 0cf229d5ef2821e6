package io.quarkiverse.channelbox.runtime.devui;

import java.time.Duration;
import java.util.function.Supplier;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** Looks at something once a second for a browser that shows it, and tells it what is new. */
final class Looks {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private Looks() {
    }

    /**
     * What is the same as before is not told again.
     *
     * @param time how long it is looked at: nobody says that a browser has gone
     */
    static <T> Multi<T> at(Supplier<Uni<T>> look, Duration time) {
        return Multi.createFrom().ticks().every(PERIOD).onOverflow().drop()
                .select().first(time)
                .onItem().transformToUniAndConcatenate(tick -> look.get())
                .skip().repetitions();
    }
}
