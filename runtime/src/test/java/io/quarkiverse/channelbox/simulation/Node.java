package io.quarkiverse.channelbox.simulation;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.util.ReferenceCountUtil;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.runtime.DefaultChannelBox;
import io.quarkiverse.channelbox.runtime.Publisher;
import io.quarkiverse.channelbox.runtime.command.ClientMessages;
import io.quarkiverse.channelbox.runtime.command.Commands;
import io.quarkiverse.channelbox.runtime.config.ChannelBoxRuntimeConfig;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.EngineListener;
import io.quarkiverse.channelbox.runtime.engine.NoOtherNodes;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.engine.RemoteEngine;
import io.quarkiverse.channelbox.runtime.inbound.TakenFrames;
import io.quarkiverse.channelbox.runtime.lane.Backlog;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.membership.CommandReader;
import io.quarkiverse.channelbox.runtime.membership.ExpirySweeper;
import io.quarkiverse.channelbox.runtime.membership.FanOut;
import io.quarkiverse.channelbox.runtime.membership.GroupEvents;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.runtime.membership.ThisNode;
import io.quarkiverse.channelbox.runtime.membership.Upgrades;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.observe.Counts;
import io.quarkiverse.channelbox.runtime.observe.NoCounts;
import io.quarkiverse.channelbox.runtime.presence.OccupancyListener;
import io.quarkiverse.channelbox.runtime.protocol.Subprotocol;
import io.quarkiverse.channelbox.runtime.settings.GroupBinding;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkiverse.channelbox.runtime.time.SystemTimeSource;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.quarkus.websockets.next.runtime.config.WebSocketsServerRuntimeConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/** A node: the extension's own beans, on event loops and sockets of the {@link World}. */
final class Node {

    private static final String HANDLER = "handler";

    /** Makes the engine of a node. */
    interface EngineMaker {

        Engine make(EngineListener listener, TimeSource time, Vertx vertx);
    }

    private final World world;
    private final VirtualVertx vertx;
    private final Beans beans = new Beans();
    private final Set<Wire> wires = new LinkedHashSet<>();
    private final Engine engine;
    private int connections;
    private boolean isDead;

    Node(World world, ValidatedConfig config, GroupBinding binding, EngineMaker engines) {
        this.world = world;
        this.vertx = new VirtualVertx(world, 1 + world.draw(3));
        beans.bind(Vertx.class, vertx.vertx()).bind(ValidatedConfig.class, config).bind(GroupBinding.class, binding)
                .bind(Counts.class, new NoCounts()).bind(ObjectMapper.class, new ObjectMapper())
                .bind(WebSocketsServerRuntimeConfig.class, defaults(WebSocketsServerRuntimeConfig.class))
                .bind(VertxHttpConfig.class, defaults(VertxHttpConfig.class))
                .bind(ChannelBoxRuntimeConfig.class, config.values())
                .bind(TakenFrames.class, new TakenFrames(Set.of(), Set.of()))
                .bean(TimeSource.class, SystemTimeSource.class).bean(EngineListener.class, FanOut.class)
                .bean(NodeListener.class, ThisNode.class).bean(ClientMessages.class, Publisher.class)
                .bean(CommandReader.Factory.class, Commands.class).bean(OccupancyListener.class, GroupEvents.class);
        engine = engines.make(beans.get(EngineListener.class), beans.get(TimeSource.class), vertx.vertx());
        beans.bind(Engine.class, engine);
        beans.bind(OtherNodes.class, engine instanceof RemoteEngine remote ? remote.otherNodes() : new NoOtherNodes());
        beans.bean(ChannelBox.class, DefaultChannelBox.class);
        beans.get(Upgrades.class);
        if (engine instanceof RemoteEngine remote) {
            remote.share(beans.get(PositionSigner.class));
            remote.start(beans.get(NodeListener.class));
        }
    }

    /** Configuration of which nothing is set. */
    private static <T> T defaults(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(Node.class.getClassLoader(), new Class<?>[] { type },
                (proxy, method, arguments) -> value(method)));
    }

    private static Object value(Method method) {
        Class<?> type = method.getReturnType();
        return type == Optional.class ? Optional.empty()
                : type == java.util.OptionalInt.class ? java.util.OptionalInt.empty()
                        : type == boolean.class ? (Object) false : type == int.class ? (Object) 0 : defaults(type);
    }

    // ---- connections ----

    /** A client has connected, and its upgrade is let in. On whatever thread. @param group that it joins at once, or null */
    void connect(Wire wire, boolean speaksProtocol, String group, Runnable opening) {
        VirtualLoop loop = world.pick(vertx.loops());
        wire.accepted(loop);
        wires.add(wire);
        loop.execute(() -> {
            if (group == null) {
                open(wire, loop, speaksProtocol, null, opening);
                return;
            }
            Optional<Uni<Void>> reserved = beans.get(Memberships.class).reserve(group);
            reserved.ifPresentOrElse(subscribed -> subscribed.subscribe().with(
                    done -> loop.execute(() -> open(wire, loop, speaksProtocol, group, opening)),
                    failure -> loop.execute(() -> open(wire, loop, speaksProtocol, group, opening))), () -> {
                        wires.remove(wire);
                        wire.reset();
                    });
        });
    }

    private void open(Wire wire, VirtualLoop loop, boolean speaksProtocol, String group, Runnable opening) {
        Channel channel = wire.channel();
        String id = "c" + ++connections;
        channel.pipeline().addLast(new WebSocket13FrameEncoder(false));
        channel.pipeline().addLast(HANDLER, new Endpoint());
        wire.open();
        channel.closeFuture().addListener(closed -> wires.remove(wire));
        opening.run();
        WebSocketConnection webSocket = webSocket(id, channel, speaksProtocol);
        Connection connection = beans.get(Upgrades.class).open(webSocket, channel, loop.context(), HANDLER);
        if (group != null) {
            beans.get(Upgrades.class).join(connection, group);
        }
    }

    /** What Vert.x does of a WebSocket. */
    private static final class Endpoint extends ChannelDuplexHandler {

        private boolean hasClosed;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                if (message instanceof PingWebSocketFrame ping) {
                    context.channel().writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
                } else if (message instanceof CloseWebSocketFrame) {
                    if (hasClosed) {
                        context.channel().close();
                    } else {
                        close(context.channel(), 1000, "").addListener(done -> context.channel().close());
                    }
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        ChannelFuture close(Channel channel, int code, String reason) {
            hasClosed = true;
            return channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
        }
    }

    private static WebSocketConnection webSocket(String id, Channel channel, boolean speaksProtocol) {
        UserData userData = new Notes();
        return (WebSocketConnection) Proxy.newProxyInstance(Node.class.getClassLoader(),
                new Class<?>[] { WebSocketConnection.class }, (proxy, method, arguments) -> switch (method.getName()) {
                    case "id", "toString" -> id;
                    case "endpointId" -> Binding.ENDPOINT;
                    case "userData" -> userData;
                    case "isClosed" -> !channel.isOpen();
                    case "isOpen" -> channel.isOpen();
                    case "subprotocol" -> speaksProtocol ? Subprotocol.NAME : null;
                    case "pathParam" -> null;
                    case "close" -> close(channel, (CloseReason) arguments[0]);
                    case "hashCode" -> id.hashCode();
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Uni<Void> close(Channel channel, CloseReason reason) {
        return Uni.createFrom().emitter(emitter -> channel.pipeline().get(Endpoint.class)
                .close(channel, reason.getCode(), reason.getMessage()).addListener(written -> {
                    if (written.isSuccess()) {
                        emitter.complete(null);
                    } else {
                        emitter.fail(written.cause());
                    }
                }));
    }

    // ---- what happens to it ----

    void sweep() {
        vertx.loops().get(0).execute(() -> beans.get(ExpirySweeper.class).sweep().subscribe().with(report -> {
        }));
    }

    void stall(long nanos) {
        world.pick(vertx.loops()).stall(nanos);
    }

    /** Its process ends, and nobody is told but by TCP. */
    void die() {
        isDead = true;
        vertx.loops().forEach(VirtualLoop::die);
        List.copyOf(wires).forEach(Wire::reset);
    }

    /** Quarkus closes a connection whose identity has expired. */
    void expireIdentity(Wire wire) {
        Channel channel = wire.channel();
        channel.eventLoop().execute(() -> {
            if (channel.isActive()) {
                channel.pipeline().get(Endpoint.class).close(channel, 1008, "Authentication expired");
            }
        });
    }

    boolean isDead() {
        return isDead;
    }

    /** On the thread of the application, which is none of the event loops. */
    ChannelBox channelBox() {
        return beans.get(ChannelBox.class);
    }

    Engine engine() {
        return engine;
    }

    // ---- what is seen ----

    Backlog backlog() {
        return beans.get(Backlog.class);
    }

    /** Those of which the upgrade has been answered. */
    List<Wire> wires() {
        return wires.stream().filter(wire -> wire.channel().isRegistered()).toList();
    }

    /** What is left when nobody is there; empty if nothing is. */
    Map<String, Object> left() {
        Map<String, Object> left = new java.util.TreeMap<>();
        Groups groups = beans.get(Groups.class);
        left.put("connections", groups.connections().size());
        left.put("groups", groups.all().size());
        left.put("places", beans.get(Memberships.class).size());
        left.put("backlog", backlog().bytes());
        left.put("sockets", wires.size());
        left.values().removeIf(value -> ((Number) value).longValue() == 0);
        return left;
    }
}
