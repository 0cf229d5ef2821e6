package io.quarkiverse.channelbox.runtime.inbound;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.WeakReference;

import org.junit.jupiter.api.Test;

import io.netty.channel.embedded.EmbeddedChannel;

class UnfinishedTest {

    private final Unfinished node = new Unfinished(100);

    /** It does not count while the server does not read from it. */
    @Test
    void whoEndsWhileItDoesNotCountIsForgotten() {
        WeakReference<Begun> ended = endedWhileItDidNotCount();
        await().until(() -> {
            System.gc();
            return ended.get() == null;
        });
    }

    private WeakReference<Begun> endedWhileItDidNotCount() {
        EmbeddedChannel paused = new EmbeddedChannel();
        paused.config().setAutoRead(false);
        Begun begun = new Begun(node, paused, null);
        begun.frame(80);
        new Begun(node, new EmbeddedChannel(), null).frame(80);
        assertEquals(80, node.bytes());
        begun.end();
        return new WeakReference<>(begun);
    }
}
