package io.quarkiverse.channelbox.runtime.lane;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.message.Delivery;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.LogPosition;
import io.quarkiverse.channelbox.runtime.message.LogStart;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.ReplayRequest;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.NoCounts;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.TestConfig;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.ManualTime;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** Connections of one lane that are members of group {@code a}, each with a channel in memory, and what was written to them. */
final class LaneFixture implements AutoCloseable {

    /** What a frame is about: its type, a payload {@code "m…"}, or how many are missing. */
    private static final Pattern FRAME = Pattern
            .compile("\"type\":\"(?!message)(\\w+)\"|\"missed\":(\\d+)|\"ref\":(\\d+)|\"data\":\"(\\w+)\"");

    private final ManualTime time = new ManualTime();
    private final Vertx vertx = Vertx.vertx();
    private final ValidatedConfig config;
    private final Lanes lanes;
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    final GroupMembers group;
    /** Why connections were found to be slow. */
    final List<SlowAction> slow = new ArrayList<>();
    private boolean isFlushing = true;

    /** @param log of the group; {@code null} if it is not read */
    LaneFixture(Log log, String... properties) {
        List<String> all = new ArrayList<>(List.of("merge-delay", "0"));
        all.addAll(List.of(properties));
        config = TestConfig.of(all.toArray(String[]::new));
        group = new GroupMembers("a", new GroupSettingsResolver(config, List.of()).settings("a"), log);
        lanes = new Lanes(vertx, new FrameEncoder(65_536), new PositionSigner(Optional.empty()), new TrafficLog(false, 0),
                time, new Backlog(config, new OperatorLog(time, vertx)), config, new NoCounts());
    }

    @Override
    public void close() {
        lanes.stop();
        run();
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static LogPosition at(String epoch, long offset) {
        return new LogPosition(epoch, offset);
    }

    static Delivery stored(LogPosition position, String text) {
        return new Delivery(publication(text, true), position);
    }

    /** @param after the last stored message before it */
    static Delivery unstored(LogPosition after, String text) {
        return new Delivery(publication(text, false), after);
    }

    private static Publication publication(String text, boolean store) {
        return new Publication(new Target(Target.Kind.GROUP, List.of("a")), json(text), SendOptions.defaults(), null, store);
    }

    private static EncodedPayload json(String text) {
        return EncodedPayload.json(('"' + text + '"').getBytes(UTF_8));
    }

    /** As the log has it. */
    static StoredMessage logged(LogPosition position, String text) {
        return new StoredMessage("a", position, Instant.EPOCH, null, json(text), Map.of(), Long.MAX_VALUE);
    }

    /** A new member of a new connection. @param ref of its join; {@code null} for one that is live at once */
    Member join(Long ref) {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
            @Override
            public void flush(ChannelHandlerContext context) {
                if (isFlushing) {
                    context.flush();
                }
            }
        }, new WebSocket13FrameEncoder(false), new ChannelDuplexHandler());
        Lane lane = lanes.lane(channels.isEmpty() ? channel.eventLoop() : channels.get(0).eventLoop());
        channels.add(channel);
        Joining joining = ref == null ? null
                : new Joining(OptionalLong.of(ref), LogStart.unknown(ReplayRequest.NONE));
        Member member = join("c" + channels.size(), channel, lane, joining);
        run();
        written(member);
        return member;
    }

    /** A new member that is live at once, of a connection over a socket; called on its event loop. */
    Member joinOver(Channel socket) {
        return join("s" + socket.id(), socket, lanes.lane(socket.eventLoop()), null);
    }

    private Member join(String id, Channel channel, Lane lane, Joining joining) {
        Connection connection = new Connection(webSocket(id), Optional.of(channel), Optional.empty(), Positions.NONE, lane,
                new Events());
        connection.start();
        return group.add(connection, Instant.EPOCH, JoinOptions.defaults(), joining);
    }

    ManualTime time() {
        return time;
    }

    private final class Events implements ConnectionEvents {

        @Override
        public void ended(Connection each, LeaveReason reason) {
            each.end();
        }

        @Override
        public void slow(Connection each, SlowAction action) {
            slow.add(action);
        }

        @Override
        public void silent(Connection each) {
        }

        @Override
        public void gap(Member member) {
        }
    }

    private static WebSocketConnection webSocket(String id) {
        return (WebSocketConnection) Proxy.newProxyInstance(LaneFixture.class.getClassLoader(),
                new Class<?>[] { WebSocketConnection.class }, (proxy, method, arguments) -> switch (method.getName()) {
                    case "subprotocol" -> "channelbox.v1";
                    case "id" -> id;
                    case "isClosed" -> false;
                    case "close" -> Uni.createFrom().voidItem();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Whether the sockets take anything. */
    void takes(boolean value) {
        isFlushing = value;
    }

    /** Does what there is to do on the lane, in as many turns as it takes on a machine that has others to do as well. */
    void run() {
        do {
            channels.forEach(EmbeddedChannel::runPendingTasks);
        } while (channels.stream().anyMatch(EmbeddedChannel::hasPendingTasks));
    }

    EmbeddedChannel channel(Member member) {
        return channels.get(Integer.parseInt(member.connectionId().substring(1)) - 1);
    }

    /** What was written to a member since the call before, in short: {@code gap 3 m1 joined 7 left}. */
    String written(Member member) {
        run();
        EmbeddedChannel channel = channel(member);
        channel.flush();
        StringBuilder all = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            all.append(bytes.toString(UTF_8));
            bytes.release();
        }
        return String.join(" ", FRAME.matcher(all).results().map(LaneFixture::first).toList());
    }

    private static String first(MatchResult found) {
        return Arrays.asList(found.group(1), found.group(2), found.group(3), found.group(4)).stream()
                .filter(each -> each != null).findFirst().orElseThrow();
    }
}
