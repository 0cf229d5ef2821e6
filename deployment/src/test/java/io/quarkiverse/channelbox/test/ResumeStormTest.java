package io.quarkiverse.channelbox.test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.ResumeStorm;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** 50 clients are cut off 500 times while 4 publishers send 20,000 messages. */
@Tag("long")
class ResumeStormTest {

    private static final int PUBLISHERS = 4;
    private static final int MESSAGES_EACH = 5_000;
    private static final int AHEAD = 1_000;
    private static final int CLIENTS = 50;
    private static final int CUTS = 500;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClass(Room.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.max-resume", "100000")
            .overrideRuntimeConfigKey("quarkus.channel-box.max-buffered", "100M")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"room-long\".history.size", "100000")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"room-long\".history.max-bytes", "100M")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"room-short\".history.size", "500")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"room-short\".replay", "20");

    @WebSocket(path = "/room/{id}")
    @ChannelGroup("room-{id}")
    public static class Room {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Inject
    ChannelBox channelBox;

    @TestHTTPResource("/")
    URI base;

    private ResumeStorm storm(String id, int historySize, int maxBetweenCuts) throws Exception {
        long seed = System.nanoTime();
        System.out.printf("ResumeStormTest: %s, seed %d%n", id, seed);
        Group group = channelBox.group("room-" + id);
        ResumeStorm storm = new ResumeStorm(base, "/room/" + id, group.name(), historySize, CUTS / CLIENTS, maxBetweenCuts);
        storm.run(CLIENTS, seed, publishers(group, storm));
        System.out.printf("ResumeStormTest: %s, %d of 500 times the history did not reach back%n", id, storm.gaps());
        await().until(() -> channelBox.local().groups().isEmpty());
        return storm;
    }

    /** The cuts are spread over the messages: nobody publishes much faster than they are made. */
    private static List<Callable<Void>> publishers(Group group, ResumeStorm storm) {
        AtomicInteger running = new AtomicInteger(PUBLISHERS);
        List<Callable<Void>> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            String name = "publisher " + p + ", message ";
            publishers.add(() -> {
                for (int i = 0; i < MESSAGES_EACH; i++) {
                    while (storm.cuts() < (i - AHEAD) * CUTS / MESSAGES_EACH) {
                        TimeUnit.MILLISECONDS.sleep(1);
                    }
                    group.sendAndAwait(name + i, SendOptions.saveHistory());
                }
                if (running.decrementAndGet() == 0) {
                    group.sendAndAwait(ResumeStorm.END, SendOptions.saveHistory());
                }
                return null;
            });
        }
        return publishers;
    }

    @Test
    void nothingIsMissedWhereTheHistoryReachesBack() throws Exception {
        assertEquals(0, storm("long", 100_000, 2_000).gaps());
    }

    @Test
    void whoeverMissesSomethingIsTold() throws Exception {
        assertTrue(storm("short", 500, 50).gaps() > 0);
    }
}
