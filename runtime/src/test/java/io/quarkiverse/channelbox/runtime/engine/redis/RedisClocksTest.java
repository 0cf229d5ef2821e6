package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.time.ManualTime;

/** Ages are by the clock of Redis: those of the nodes may be wrong, and jump. */
@Timeout(300)
class RedisClocksTest extends RedisFixture {

    private static final SendOptions SAVE = SendOptions.saveHistory();

    /** Its clock stands at a time long ago. */
    private RedisNode node(ManualTime time) {
        RedisNode node = new RedisNode();
        node.engine = engines.createOnTheServersClock(node, time, server.port(), prefix);
        inTime(node.engine.start(node));
        node.join("g");
        return node;
    }

    @Test
    void aNodeWhoseClockIsSetRemovesNothingAndKeepsNothing() {
        ManualTime time = new ManualTime();
        RedisNode one = node(time);
        RedisNode two = node(new ManualTime());
        for (Duration jump : List.of(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(-2), Duration.ofDays(10_000))) {
            inTime(one.send("kept", SAVE.ttl(Duration.ofHours(1))));
            inTime(one.send("brief", SAVE.ttl(Duration.ofMillis(1))));
            time.set(jump);
            AtomicInteger removed = new AtomicInteger();
            eventually().until(() -> removed.addAndGet(one.engine.trim()) >= 1);
            assertEquals(1, removed.get());
            assertEquals(List.of("kept"), one.history());
            assertEquals(List.of("kept"), two.history());
            one.engine.flushHistory("g").await().indefinitely();
        }
    }
}
