package io.quarkiverse.channelbox.runtime.lane;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.concurrency.Stubs;
import io.quarkiverse.channelbox.concurrency.Threads;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.vertx.core.Vertx;

/** What waits to be written never takes more than it may: nobody sees half of what others take or give back. */
class BacklogConcurrencyTest {

    private static final int ROUNDS = 10_000;
    private static final ValidatedConfig CONFIG = TestConfig.of("max-pending", "100");
    private static final OperatorLog LOG = new OperatorLog(new ManualTime(), Stubs.of(Vertx.class));

    /** The order of the calls of publishers and lanes is any, as it is when there are many of them. */
    @Test
    void roomIsTakenInOneStep() {
        new Threads<>(() -> new Backlog(CONFIG, LOG), backlog -> backlog.bytes() + " " + backlog.reserve(50))
                .call("reserve", (backlog, thread) -> backlog.reserve(50))
                .call("add", (backlog, thread) -> {
                    backlog.add(50);
                    return "";
                })
                .call("release", (backlog, thread) -> {
                    backlog.release(50);
                    return "";
                }).areSteps(ROUNDS);
    }
}
