package io.quarkiverse.channelbox.runtime.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;

class HeartbeatTest {

    private final ManualTime time = new ManualTime();
    private final Vertx vertx = Vertx.vertx();
    private final Heartbeat heartbeat = new Heartbeat(time, vertx,
            TestConfig.of("ping-interval", "25s", "pong-timeout", "10s"));
    /** Of the pings, each of which is written when the test says so. */
    private final List<UniEmitter<? super Void>> writes = new ArrayList<>();
    private final Connection connection = TestConnection.of(webSocket(), time);

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private WebSocketConnection webSocket() {
        return (WebSocketConnection) Proxy.newProxyInstance(HeartbeatTest.class.getClassLoader(),
                new Class<?>[] { WebSocketConnection.class }, (proxy, method, arguments) -> switch (method.getName()) {
                    case "subprotocol" -> null;
                    case "sendPing" -> Uni.createFrom().<Void> emitter(writes::add);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** The event loop reads the answer before it gets to tell that the ping was written. */
    @Test
    void anAnswerThatIsFasterThanTheNewsOfTheWriteCounts() {
        heartbeat.start(connection.pulse());
        for (int ping = 1; ping <= 3; ping++) {
            time.advanceMillis(25_000);
            heartbeat.beat();
            assertEquals(ping, writes.size());
            time.advanceMillis(1);
            connection.activity().received();
            time.advanceMillis(1);
            writes.get(ping - 1).complete(null);
            time.advanceMillis(10_000);
            heartbeat.beat();
        }
    }
}
