package io.quarkiverse.channelbox.test;

import static java.time.Duration.ofMinutes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** What a cleanup looks at is what has expired, however many channels there are that have not. */
class SweepCostTest {

    private static final int EXPIRED = 100;

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest().withApplicationRoot(root -> root.addClass(ManualTime.class))
            .overrideRuntimeConfigKey("quarkus.channel-box.cleanup.every", "off")
            .overrideRuntimeConfigKey("quarkus.channel-box.ping-interval", "0");

    @Inject
    ChannelBox channelBox;

    @Inject
    ManualTime time;

    @AfterEach
    void endAll() {
        time.advance(ofMinutes(120));
        channelBox.cleanExpired().await().indefinitely();
        assertEquals(0, channelBox.local().groups().size());
    }

    /** A connection without a socket: there is no room here for so many sockets. */
    private static WebSocketConnection connection(String id) {
        UserData noData = (UserData) Proxy.newProxyInstance(SweepCostTest.class.getClassLoader(),
                new Class<?>[] { UserData.class }, (proxy, method, arguments) -> null);
        return (WebSocketConnection) Proxy.newProxyInstance(SweepCostTest.class.getClassLoader(),
                new Class<?>[] { WebSocketConnection.class }, (proxy, method, arguments) -> switch (method.getName()) {
                    case "id", "toString" -> id;
                    case "isClosed" -> false;
                    case "subprotocol" -> null;
                    case "userData" -> noData;
                    case "close" -> Uni.createFrom().voidItem();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private void join(int count, String prefix, JoinOptions options) {
        for (int i = 0; i < count; i++) {
            channelBox.group("group-" + i % 1000).join(connection(prefix + i), options);
        }
    }

    /** Says how long it takes: to be read, not to be asserted. */
    private void sweep(int live) {
        join(live, "live" + live + "-", JoinOptions.defaults());
        join(EXPIRED, "brief" + live + "-", JoinOptions.defaults().expires(ofMinutes(1)));
        time.advance(ofMinutes(1));
        long start = System.nanoTime();
        CleanupReport report = channelBox.cleanExpired().await().indefinitely();
        long micros = (System.nanoTime() - start) / 1000;
        System.out.printf(Locale.ROOT, "Sweep of %,d live and %d expired channels: examined %d, %,d µs%n", live, EXPIRED,
                report.examined(), micros);
        assertEquals(CleanupReport.of(EXPIRED, EXPIRED, 0, EXPIRED), report);
    }

    /** The longest and the shortest that a caller may say. */
    @Test
    void extremeExpiries() {
        join(1, "for-ever", JoinOptions.defaults().expires(ChronoUnit.FOREVER.getDuration()));
        join(1, "brief", JoinOptions.defaults().expires(Duration.ofNanos(1)));
        time.advance(Duration.ofDays(10_000));
        assertEquals(CleanupReport.of(1, 1, 0, 1), channelBox.cleanExpired().await().indefinitely());
        assertEquals(1, channelBox.flushGroups().await().indefinitely().channels());
    }

    @Test
    void growsWithWhatHasExpiredOnly() {
        sweep(1000);
        endAll();
        sweep(100_000);
        long start = System.nanoTime();
        assertEquals(CleanupReport.of(0, 0, 0, 0), channelBox.cleanExpired().await().indefinitely());
        System.out.printf(Locale.ROOT, "Sweep of 100,000 live channels, none expired: %,d µs%n",
                (System.nanoTime() - start) / 1000);
    }
}
