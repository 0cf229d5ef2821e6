package io.quarkiverse.channelbox.runtime.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.observe.NoCounts;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** Which connections get a ping, and which are found to be dead. */
class HeartbeatTest {

    private final ManualTime time = new ManualTime();
    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<LeaveReason> ended = new ArrayList<>();
    private int pings;
    private boolean fails;
    private Lane lane;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Connection connection(String interval, String timeout, Optional<io.netty.channel.Channel> nettyChannel) {
        ValidatedConfig config = TestConfig.of("ping-interval", interval, "pong-timeout", timeout);
        lane = new Lanes(vertx, new FrameEncoder(65_536), new PositionSigner(Optional.empty()), new TrafficLog(false, 0),
                time, new Backlog(config, new OperatorLog(time, vertx)), config, new NoCounts()).lane(channel.eventLoop());
        return another(nettyChannel);
    }

    private Connection another(Optional<io.netty.channel.Channel> nettyChannel) {
        Connection connection = new Connection(webSocket(), nettyChannel, Optional.empty(), Positions.NONE, lane,
                new ConnectionEvents() {
                    @Override
                    public void ended(Connection each, LeaveReason reason) {
                        if (!each.hasEnded()) {
                            ended.add(reason);
                        }
                        each.end();
                    }

                    @Override
                    public void slow(Connection each, SlowAction action) {
                    }

                    @Override
                    public void silent(Connection each) {
                    }

                    @Override
                    public void gap(Member member) {
                    }
                });
        connection.start();
        channel.runPendingTasks();
        return connection;
    }

    private WebSocketConnection webSocket() {
        return (WebSocketConnection) Proxy.newProxyInstance(HeartbeatTest.class.getClassLoader(),
                new Class<?>[] { WebSocketConnection.class }, (proxy, method, arguments) -> switch (method.getName()) {
                    case "subprotocol" -> null;
                    case "id" -> "c";
                    case "isClosed" -> false;
                    case "close" -> Uni.createFrom().voidItem();
                    case "sendPing" -> {
                        if (fails) {
                            throw new IllegalStateException("broken");
                        }
                        pings++;
                        yield Uni.createFrom().voidItem();
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** The time to the first ping is not fixed, so the beats come in small steps, as they do in reality. */
    private void pass(long millis) {
        for (long passed = 0; passed < millis; passed += 100) {
            time.advanceMillis(100);
            lane.heartbeat().beat(false);
            channel.runPendingTasks();
        }
    }

    @Test
    void thatAnswersStays() {
        Connection connection = connection("25s", "10s", Optional.empty());
        for (int i = 0; i < 40; i++) {
            int before = pings;
            pass(5_000);
            if (pings > before) {
                connection.activity().received();
            }
        }
        assertTrue(pings >= 6, () -> pings + " pings");
        assertEquals(List.of(), ended);
    }

    @Test
    void thatDoesNotAnswerIsDeadTenSecondsAfterThePingWasDue() {
        connection("25s", "10s", Optional.empty());
        pass(12_400);
        assertEquals(0, pings, "the first one comes after half an interval, at the soonest");
        pass(12_700);
        assertEquals(1, pings);
        pass(10_000);
        assertEquals(List.of(LeaveReason.EXPIRED), ended);
    }

    @Test
    void thatWasHeardOfGetsNoPing() {
        Connection connection = connection("25s", "10s", Optional.empty());
        for (int i = 0; i < 20; i++) {
            pass(10_000);
            connection.activity().received();
        }
        assertEquals(0, pings);
        pass(25_000);
        assertEquals(1, pings);
    }

    /** An interval that is shorter than the time to answer is honoured all the same. */
    @Test
    void isPingedOnceAnIntervalThoughAnAnswerIsAwaited() {
        connection("1s", "10s", Optional.empty());
        pass(9_000);
        assertTrue(pings >= 8, () -> pings + " pings");
        assertEquals(List.of(), ended);
        pass(2_100);
        assertEquals(List.of(LeaveReason.EXPIRED), ended);
    }

    /** What the server does not read it cannot have heard. */
    @Test
    void isNotDeadWhileTheServerItselfDoesNotRead() {
        EmbeddedChannel paused = new EmbeddedChannel();
        Connection connection = connection("25s", "10s", Optional.of(paused));
        paused.config().setAutoRead(false);
        pass(120_000);
        assertEquals(List.of(), ended);
        paused.config().setAutoRead(true);
        connection.activity().received();
        pass(20_000);
        assertEquals(List.of(), ended);
        pass(40_000);
        assertEquals(List.of(LeaveReason.EXPIRED), ended);
    }

    /** What came while the event loop was held up has not been read when the first beat comes. */
    @Test
    void isNotDeadOnlySinceTheEventLoopWasHeldUp() {
        Connection connection = connection("25s", "10s", Optional.empty());
        pass(25_000);
        assertEquals(1, pings);
        time.advanceMillis(60_000);
        lane.heartbeat().beat(true);
        connection.activity().received();
        pass(1_000);
        assertEquals(List.of(), ended);
    }

    @Test
    void oneThatIsBrokenStopsNoOther() {
        fails = true;
        connection("25s", "10s", Optional.empty());
        another(Optional.empty());
        pass(25_000);
        assertEquals(List.of(LeaveReason.EXPIRED, LeaveReason.EXPIRED), ended);
    }
}
