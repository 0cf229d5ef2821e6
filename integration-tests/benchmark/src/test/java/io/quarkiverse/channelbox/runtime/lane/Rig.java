package io.quarkiverse.channelbox.runtime.lane;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.util.ReferenceCountUtil;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.DefaultChannelBox;
import io.quarkiverse.channelbox.runtime.Publisher;
import io.quarkiverse.channelbox.runtime.ask.OpenQuestions;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.NoOtherNodes;
import io.quarkiverse.channelbox.runtime.engine.memory.LocalEngine;
import io.quarkiverse.channelbox.runtime.engine.memory.MemoryLimits;
import io.quarkiverse.channelbox.runtime.membership.Connections;
import io.quarkiverse.channelbox.runtime.membership.ExpirySweeper;
import io.quarkiverse.channelbox.runtime.membership.FanOut;
import io.quarkiverse.channelbox.runtime.membership.Gaps;
import io.quarkiverse.channelbox.runtime.membership.GroupEvents;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.runtime.membership.SlowConsumers;
import io.quarkiverse.channelbox.runtime.message.EncodedPayload;
import io.quarkiverse.channelbox.runtime.message.PayloadEncoder;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.message.Publication;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.observe.NoCounts;
import io.quarkiverse.channelbox.runtime.observe.SendObservers;
import io.quarkiverse.channelbox.runtime.presence.Occupancy;
import io.quarkiverse.channelbox.runtime.presence.PresenceFeed;
import io.quarkiverse.channelbox.runtime.settings.GroupNameRules;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.OperatorLog;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;

/** The beans of the extension, put together without an application, and connections without sockets on one event loop. */
public final class Rig implements AutoCloseable {

    private final AtomicLong ids = new AtomicLong();
    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final Vertx vertx = Vertx.vertx();
    private final Connections connections;
    private final Lane lane;
    private final GroupSettingsResolver settings;
    private final ChannelBox channelBox;
    public final Memberships members;
    public final Engine engine;
    public final ExpirySweeper sweeper;

    /** @param properties keys without {@code quarkus.channel-box.} and their values, in turn */
    public Rig(TimeSource time, String... properties) {
        ValidatedConfig config = config(properties);
        settings = new GroupSettingsResolver(config, List.of());
        Groups groups = new Groups();
        OperatorLog log = new OperatorLog(time, vertx);
        Gaps gaps = new Gaps(log);
        Backlog backlog = new Backlog(config, log);
        PositionSigner positions = new PositionSigner(Optional.empty());
        Lanes lanes = new Lanes(vertx, new FrameEncoder(HttpServerOptions.DEFAULT_MAX_WEBSOCKET_FRAME_SIZE),
                positions, new TrafficLog(false, 0), time, backlog, config, new NoCounts());
        lane = lanes.lane(loop.eventLoop());
        engine = new LocalEngine(new FanOut(groups, lanes, backlog, gaps), time, new MemoryLimits(Long.MAX_VALUE,
                Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
        GroupEvents events = new GroupEvents(null, null, null, null, null, null);
        PresenceFeed presence = new PresenceFeed(new NoOtherNodes(), new Occupancy(events, settings, vertx), vertx, config);
        members = new Memberships(groups, settings, engine, presence, events, time, new NoCounts(), gaps, positions, config);
        connections = new Connections(members, groups, lanes, new SlowConsumers(new NoCounts(), log), gaps,
                new OpenQuestions(lanes, vertx));
        sweeper = new ExpirySweeper(lanes, members, engine, events, new NoCounts());
        channelBox = new DefaultChannelBox(new GroupNameRules(config), groups, members, null, engine, null, null,
                new Publisher(new PayloadEncoder(new ObjectMapper(), List.of()), groups, settings, engine, backlog,
                        positions, new SendObservers(List.of())),
                null, settings, null, null, positions);
    }

    /** For sends only. */
    public ChannelBox channelBox() {
        return channelBox;
    }

    private static ValidatedConfig config(String... properties) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            values.put("quarkus.channel-box." + properties[i], properties[i + 1]);
        }
        SmallRyeConfig config = new SmallRyeConfigBuilder().addDiscoveredConverters().withDefaultValues(values)
                .withMapping(ChannelBoxRuntimeConfig.class).build();
        return new ValidatedConfig(config.getConfigMapping(ChannelBoxRuntimeConfig.class), config, List.of());
    }

    /** @param takesAll whether what is written ends in front of the channel, so that Netty's own part of a write is left out */
    public Connection connect(boolean takesAll) {
        String id = "connection-" + ids.incrementAndGet();
        EmbeddedChannel channel = new EmbeddedChannel(new Sink(takesAll), new WebSocket13FrameEncoder(false));
        return new Connection(webSocket(id), Optional.<Channel> of(channel), Optional.empty(), Positions.NONE, lane,
                connections);
    }

    private static WebSocketConnection webSocket(String id) {
        return (WebSocketConnection) Proxy.newProxyInstance(Rig.class.getClassLoader(),
                new Class<?>[] { WebSocketConnection.class }, (proxy, method, arguments) -> switch (method.getName()) {
                    case "id", "toString" -> id;
                    case "isClosed" -> false;
                    case "subprotocol" -> null;
                    case "close" -> Uni.createFrom().voidItem();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    public void join(Connection connection, String group) {
        members.join(connection, group, JoinOptions.defaults());
    }

    public void publish(String group, EncodedPayload payload, SendOptions options) {
        engine.publish(new Publication(new Target(Target.Kind.GROUP, List.of(group)), payload, options,
                settings.settings(group), options.isSaveHistory()));
    }

    /** Does what waits for the event loop. */
    public void runEventLoop() {
        do {
            loop.runPendingTasks();
            // What makes way for other work is due at once.
        } while (loop.runScheduledPendingTasks() == 0);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Takes what is written in the place of a socket. */
    private static final class Sink extends ChannelOutboundHandlerAdapter {

        private final boolean takesAll;

        Sink(boolean takesAll) {
            this.takesAll = takesAll;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (takesAll) {
                ReferenceCountUtil.release(message);
            } else {
                context.write(message, promise);
            }
        }

        @Override
        public void flush(ChannelHandlerContext context) {
            if (!takesAll) {
                context.flush();
                EmbeddedChannel channel = (EmbeddedChannel) context.channel();
                for (Object message = channel.readOutbound(); message != null; message = channel.readOutbound()) {
                    ReferenceCountUtil.release(message);
                }
            }
        }
    }
}
