package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;

/** Nodes know the positions that other nodes gave to clients. */
@Timeout(60)
class SharedKeyTest extends RedisFixture {

    private final PositionSigner one = new PositionSigner(Optional.empty());
    private final PositionSigner two = new PositionSigner(Optional.empty());

    private void start(PositionSigner positions) {
        start(positions, prefix);
    }

    private void start(PositionSigner positions, String keys) {
        RedisNode node = new RedisNode();
        RedisEngine engine = engines.create(node, new SystemTimeSource(), server.port(), keys, Duration.ofSeconds(5));
        engine.share(positions);
        inTime(engine.start(node));
    }

    @Test
    void theFirstKeyIsThatOfAll() {
        String own = one.key();
        start(one);
        start(two);
        assertEquals(own, one.key());
        String id = one.id("g", "e:1");
        assertEquals(Optional.of(new LogPosition("e", 1)), two.genuine("g", id));
        // As it is after a restart of all nodes.
        PositionSigner three = new PositionSigner(Optional.empty());
        start(three);
        assertEquals(id, three.id("g", "e:1"));
    }

    /** When a node connects again; else within ten seconds. */
    @Test
    void aServerThatLostTheKeyGetsItAgain() {
        start(one);
        server.command("FLUSHALL");
        server.kill();
        server.startAgain();
        eventually().until(() -> server.command("EXISTS", prefix + "position-key").contains("1"));
        start(two);
        assertEquals(one.key(), two.key());
    }

    @Test
    void otherApplicationsHaveOtherKeys() {
        start(one);
        start(two, RedisEngines.newPrefix());
        assertNotEquals(one.key(), two.key());
    }
}
