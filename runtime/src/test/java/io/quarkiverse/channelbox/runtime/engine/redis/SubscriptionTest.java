package io.quarkiverse.channelbox.runtime.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.message.LogPosition;

/** What this node has handed on of a group is not handed on again, whatever a server has lost. */
class SubscriptionTest {

    private final Subscription subscription = new Subscription("g", "c");

    private long commonWith(String epoch, String earlier) {
        return subscription.commonWith(StoredLog.of("g", epoch, earlier));
    }

    /** One that has lost a whole epoch does not know the place of this node, but what came before that epoch. */
    @Test
    void aLogThatHasLostAnEpochHasWhatCameBeforeIt() {
        subscription.place(LogExtent.of(StoredLog.of("g", "b", "z:10,a:40"), 61, ""));
        assertEquals(61, commonWith("b", "z:10,a:40"));
        assertEquals(61, commonWith("c", "z:10,a:40,b:61"));
        assertEquals(55, commonWith("c", "z:10,a:40,b:55"));
        assertEquals(40, commonWith("c", "z:10,a:40"));
        assertEquals(30, commonWith("c", "z:10,a:30"));
        assertEquals(8, commonWith("c", "z:8"));
        assertEquals(-1, commonWith("x", ""));
    }

    @Test
    void alsoWhenMessagesHaveComeSinceItWasRead() {
        subscription.place(LogExtent.of(StoredLog.of("g", "b", "a:40"), 41, ""));
        subscription.place(new LogPosition("b", 42));
        assertEquals(42, commonWith("b", "a:40"));
        assertEquals(40, commonWith("c", "a:40"));
    }
}
