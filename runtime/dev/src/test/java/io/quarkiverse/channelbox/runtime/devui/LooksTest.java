package io.quarkiverse.channelbox.runtime.devui;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;

class LooksTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final Looks looks = new Looks();

    @Test
    void anEndDoesNotWaitForLooksThatNeverAnswer() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger cancelled = new AtomicInteger();
        Supplier<Uni<? extends String>> never = () -> {
            begun.incrementAndGet();
            return Uni.createFrom().<String> nothing().onCancellation().invoke(cancelled::incrementAndGet);
        };
        List<AssertSubscriber<String>> browsers = Stream.of(looks.at(never, LONG), looks.shared(never))
                .map(LooksTest::listen).toList();
        await().until(() -> begun.get() == 2);
        looks.end();
        browsers.forEach(AssertSubscriber::assertCompleted);
        assertEquals(2, cancelled.get());
    }

    @Test
    void nothingBeginsAfterTheEnd() {
        AtomicBoolean looked = new AtomicBoolean();
        Supplier<Uni<? extends String>> look = () -> {
            looked.set(true);
            return Uni.createFrom().item("new");
        };
        Multi<String> shared = looks.shared(look);
        looks.end();
        listen(shared).assertCompleted().assertHasNotReceivedAnyItem();
        listen(looks.at(look, LONG)).assertCompleted().assertHasNotReceivedAnyItem();
        assertFalse(looked.get());
    }

    @Test
    void whatIsSharedIsLookedAtOnceAndToldToAllWhoCome() {
        AtomicInteger looked = new AtomicInteger();
        Multi<Integer> shared = looks.shared(() -> Uni.createFrom().item(looked.incrementAndGet() / 100));
        listen(shared).awaitItems(1).cancel();
        assertEquals(1, looked.get());
        // The second is told what is known, and that of later looks is the same.
        listen(shared).awaitItems(1).cancel();
        assertEquals(1, looked.get());
    }

    private static <T> AssertSubscriber<T> listen(Multi<T> stream) {
        return stream.subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }
}
