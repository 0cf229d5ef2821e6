package io.quarkiverse.channelbox.test;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelBoxCleaned;
import io.quarkiverse.channelbox.ChannelGroup;
import io.quarkiverse.channelbox.ChannelJoined;
import io.quarkiverse.channelbox.ChannelLeft;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.testclient.WsClient;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;

/** Idle channels expire and their connections are closed; old messages go; nothing else is touched. */
class ExpiryTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Hour.class, Brief.class, Endless.class, Left.class, ManualTime.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.cleanup.every", "off")
            .overrideRuntimeConfigKey("quarkus.channel-box.ping-interval", "0")
            .overrideRuntimeConfigKey("quarkus.channel-box.groups.\"old-{id}\".history.ttl", "10m");

    @WebSocket(path = "/hour/{id}")
    @ChannelGroup("hour-{id}")
    public static class Hour {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/brief/{id}")
    @ChannelGroup(value = "brief-{id}", expires = "30s")
    @ChannelGroup(value = "lasting-{id}", expires = "0")
    public static class Brief {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @WebSocket(path = "/endless/{id}")
    @ChannelGroup(value = "endless-{id}", expires = "0")
    public static class Endless {
        @OnTextMessage
        void ignore(String text) {
        }
    }

    @Singleton
    public static class Left {
        final List<ChannelLeft> events = new CopyOnWriteArrayList<>();
        final List<ChannelBoxCleaned> cleanups = new CopyOnWriteArrayList<>();
        /** A group is empty a moment before it is told that its last member has left. */
        final AtomicInteger members = new AtomicInteger();

        void joined(@Observes ChannelJoined event) {
            members.incrementAndGet();
        }

        void left(@Observes ChannelLeft event) {
            events.add(event);
            members.decrementAndGet();
        }

        void cleaned(@Observes ChannelBoxCleaned event) {
            cleanups.add(event);
        }
    }

    @Inject
    ChannelBox channelBox;

    @Inject
    ManualTime time;

    @Inject
    Left left;

    @TestHTTPResource("/")
    URI base;

    @AfterEach
    void everybodyHasLeft() {
        await().until(() -> channelBox.local().groups().isEmpty() && left.members.get() == 0);
        channelBox.flushHistory().await().indefinitely();
        left.events.clear();
        left.cleanups.clear();
    }

    @Test
    void closesWhatHasBeenIdleForTooLong() {
        try (WsClient client = WsClient.open(base, "/hour/1")) {
            time.advance(ofMinutes(60).minusMillis(1));
            assertEquals(0, channelBox.cleanExpired().await().indefinitely().expiredChannels());
            time.advance(Duration.ofMillis(1));
            CleanupReport report = channelBox.cleanExpired().await().indefinitely();
            assertEquals(CleanupReport.of(1, 1, 0, 1), report);
            assertEquals(report, left.cleanups.get(left.cleanups.size() - 1).report());
            assertEquals(0, channelBox.group("hour-1").local().size());
            assertEquals(4408, client.closeCode());
            assertEquals(List.of(LeaveReason.EXPIRED), left.events.stream().map(ChannelLeft::reason).toList());
            assertEquals(0, channelBox.cleanExpired().await().indefinitely().expiredChannels());
        }
    }

    /** The shortest expiry of its channels is that of the connection, and all its channels end with it. */
    @Test
    void theShortestExpiryCounts() {
        try (WsClient brief = WsClient.open(base, "/brief/2"); WsClient endless = WsClient.open(base, "/endless/2")) {
            time.advance(ofSeconds(30));
            assertEquals(CleanupReport.of(2, 1, 0, 1), channelBox.cleanExpired().await().indefinitely());
            assertEquals(4408, brief.closeCode());
            time.advance(Duration.ofDays(1000));
            assertEquals(0, channelBox.cleanExpired().await().indefinitely().examined());
            assertEquals(1, channelBox.group("endless-2").sendAndAwait("still here").deliveredHere());
            assertEquals("still here", endless.next());
        }
    }

    @Test
    void aFrameFromTheClientIsActivity() {
        try (WsClient client = WsClient.open(base, "/hour/3")) {
            Channel channel = channelBox.group("hour-3").local().channels().iterator().next();
            assertActive(channel, () -> client.send("hello"));
            assertActive(channel, client::ping);
        }
    }

    @Test
    void aMessageToTheClientIsActivity() {
        try (WsClient client = WsClient.open(base, "/hour/4")) {
            Channel channel = channelBox.group("hour-4").local().channels().iterator().next();
            assertActive(channel, () -> channelBox.group("hour-4").sendAndForget("hello"));
            assertEquals("hello", client.next());
        }
    }

    private void assertActive(Channel channel, Runnable activity) {
        Instant before = channel.lastActive();
        time.advance(ofMinutes(59));
        assertEquals(before, channel.lastActive());
        activity.run();
        await().until(() -> channel.lastActive().equals(time.now()));
        time.advance(ofMinutes(59));
        assertEquals(0, channelBox.cleanExpired().await().indefinitely().expiredChannels());
    }

    /** Both kinds of expired messages, those of the group's ttl and those of the send's. */
    @Test
    void oldMessagesGo() {
        Group group = channelBox.group("old-5");
        group.sendAndAwait("ten minutes", SendOptions.saveHistory());
        group.sendAndAwait("one minute", SendOptions.saveHistory().ttl(ofMinutes(1)));
        Group other = channelBox.group("other-5");
        other.sendAndAwait("stays", SendOptions.saveHistory());
        assertEquals(List.of("ten minutes", "one minute"), history(group));

        time.advance(ofMinutes(1));
        assertEquals(List.of("ten minutes"), history(group));
        assertEquals(1, channelBox.cleanExpired().await().indefinitely().trimmedMessages());
        time.advance(ofMinutes(9));
        assertEquals(List.of(), history(group));
        assertFalse(channelBox.history().await().indefinitely().containsKey("old-5"));
        assertEquals(1, channelBox.cleanExpired().await().indefinitely().trimmedMessages());
        assertEquals(List.of("stays"), history(other));
    }

    private static List<String> history(Group group) {
        return group.history(HistoryQuery.all()).await().indefinitely().stream().map(m -> m.text()).toList();
    }
}
