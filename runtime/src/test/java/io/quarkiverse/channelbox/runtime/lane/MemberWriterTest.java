package io.quarkiverse.channelbox.runtime.lane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** What a member is told is told in order, and nothing after it was told that it has left. */
class MemberWriterTest {

    private final ManualTime time = new ManualTime();
    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedChannel channel = new EmbeddedChannel(new WebSocket13FrameEncoder(false), new ChannelDuplexHandler());
    private final ValidatedConfig config = TestConfig.of();
    private final GroupMembers group = new GroupMembers("a", new GroupSettingsResolver(config, List.of()).settings("a"), null);

    @AfterEach
    void stop() {
        channel.finishAndReleaseAll();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Connection connection() {
        Lane lane = new Lanes(vertx, new FrameEncoder(65_536), new PositionSigner(Optional.empty()), TrafficLog.off(), time,
                new Backlog(config, new OperatorLog(time, vertx)), config, Counts.NONE).lane(channel.eventLoop());
        Connection connection = new Connection(webSocket(), Optional.of(channel), Optional.empty(), Positions.NONE, lane,
                new ConnectionEvents() {
                    @Override
                    public void ended(Connection each, LeaveReason reason) {
                        each.end();
                    }

                    @Override
                    public void slow(Connection each, SlowAction action) {
                    }

                    @Override
                    public void dropped(long messages) {
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

    private static WebSocketConnection webSocket() {
        return (WebSocketConnection) Proxy.newProxyInstance(MemberWriterTest.class.getClassLoader(),
                new Class<?>[] { WebSocketConnection.class }, (proxy, method, arguments) -> switch (method.getName()) {
                    case "subprotocol" -> "channelbox.v1";
                    case "id" -> "c";
                    case "isClosed" -> false;
                    case "close" -> Uni.createFrom().voidItem();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private List<String> written() {
        channel.runPendingTasks();
        channel.flush();
        List<String> all = new ArrayList<>();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            all.add(bytes.toString(UTF_8));
            bytes.release();
        }
        return all;
    }

    /** Where much waits on the lane, that it has left comes before what was there to be told. */
    @Test
    void nothingComesAfterLeft() {
        Member member = group.add(connection(), Instant.EPOCH, JoinOptions.defaults(), null);
        channel.runPendingTasks();
        written();
        MemberWriter writer = member.writer();
        writer.end(writer.left("left", OptionalLong.of(1)));
        assertTrue(writer.tell(EncodedPayload.json("{\"type\":\"presence\"}".getBytes(UTF_8))));
        assertTrue(writer.tellGap(OptionalLong.of(1)));
        member.laneMembers().writeToProtocol(each -> EncodedPayload.json("{\"type\":\"presence\"}".getBytes(UTF_8)));
        String all = String.join("", written());
        assertTrue(all.endsWith("{\"type\":\"left\",\"group\":\"a\",\"ref\":1,\"reason\":\"left\"}"), all);
        assertEquals(1, all.split("\"type\"", -1).length - 1, all);
    }
}
