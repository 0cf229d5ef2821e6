package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkus.websockets.next.CloseReason;

/** Two applications use two databases of one server, and the same prefix. */
@Timeout(300)
class RedisDatabasesTest extends RedisFixture {

    private final MemberNode zero = new MemberNode();
    private final MemberNode one = new MemberNode();

    @Test
    void nothingGetsFromOneDatabaseToTheOther() {
        inTime(zero.start(engines, address(server.port()), prefix, PATIENT));
        inTime(one.start(engines, address(server.port()) + "/1", prefix, PATIENT));
        zero.join("g", "a");
        one.join("g", "b");
        Target group = new Target(Target.Kind.GROUP, List.of("g"));
        Target union = new Target(Target.Kind.UNION, List.of("g", "h"));
        for (int i = 0; i < 10; i++) {
            zero.send(group, "zero");
            zero.send(union, "zero");
            one.send(group, "one");
            one.send(union, "one");
        }
        zero.engine.otherNodes().cleanExpired();
        assertEquals(0, zero.engine.otherNodes().flush(null).await().indefinitely());
        zero.engine.otherNodes().disconnect("g", "b", new CloseReason(4000, "out")).await().indefinitely();
        // All that may come has come when what is sent after it is back.
        one.send(group, "last");
        assertEquals(20, zero.received.size());
        assertEquals(21, one.received.size());
        assertEquals(List.of(group + " one", union + " one"), one.received.subList(0, 2));
        assertEquals(0, one.cleanups);
        assertEquals(List.of(), one.closed);
        assertEquals(Map.of(), one.groupsElsewhere());
    }
}
