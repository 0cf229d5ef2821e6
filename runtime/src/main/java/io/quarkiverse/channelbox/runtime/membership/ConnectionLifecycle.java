package io.quarkiverse.channelbox.runtime.membership;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.quarkiverse.channelbox.ConnectionClosedException;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.inbound.Inbound;
import io.quarkiverse.channelbox.runtime.inbound.InboundRules;
import io.quarkiverse.channelbox.runtime.inbound.NodeInbound;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.Positions;
import io.quarkiverse.channelbox.runtime.protocol.Subprotocol;
import io.quarkiverse.channelbox.runtime.time.SeldomLog;
import io.quarkiverse.channelbox.runtime.time.TimeSource;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.quarkus.websockets.next.runtime.ConnectionManager;
import io.quarkus.websockets.next.runtime.ConnectionManager.ConnectionListener;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Follows a connection from its upgrade to its end. It touches internals: of WebSockets Next the manager of connections, for a
 * call before {@code @OnOpen}, and of Vert.x the Netty channel below a connection and the name of the handler there, to see
 * frames and the end at once.
 */
@Singleton
public class ConnectionLifecycle implements ConnectionListener {

    private static final Logger LOG = Logger.getLogger(ConnectionLifecycle.class);

    private static final TypedKey<Channel> CHANNEL = new TypedKey<>("io.quarkiverse.channelbox.channel");
    private static final TypedKey<Admission> ADMISSION = new TypedKey<>("io.quarkiverse.channelbox.admission");
    /** Vert.x' own handler: what is before it in the pipeline sees frames, whole, in both directions. */
    private static final String VERTX_HANDLER = "handler";
    private static final String MONITOR = "channel-box-monitor";

    private final SeldomLog failed = new SeldomLog(LOG, Logger.Level.ERROR);
    private final Instance<ConnectionManager> manager;
    private final Connections connections;
    private final Groups groups;
    private final Memberships memberships;
    private final TimeSource time;
    private final CommandReader.Factory commands;
    private final ExpiredIdentities expired;
    private final InboundRules rules;
    private final NodeInbound inbound;
    private final ListeningSockets sockets;

    public ConnectionLifecycle(Instance<ConnectionManager> manager, Connections connections, Groups groups,
            Memberships memberships, TimeSource time, CommandReader.Factory commands, ExpiredIdentities expired,
            InboundRules rules, NodeInbound inbound, ListeningSockets sockets) {
        this.manager = manager;
        this.connections = connections;
        this.groups = groups;
        this.memberships = memberships;
        this.time = time;
        this.commands = commands;
        this.expired = expired;
        this.rules = rules;
        this.inbound = inbound;
        this.sockets = sockets;
    }

    /** Called once, when the application starts; without any endpoint there is no manager. */
    public void startListening() {
        if (manager.isResolvable()) {
            manager.get().addListener(this);
        }
    }

    /** Keeps the Netty channel of an upgrade, if it can be had. */
    public void upgrading(HttpUpgradeContext context) {
        if (context.httpRequest().connection() instanceof ConnectionBase connection) {
            context.userData().put(CHANNEL, connection.channel());
            sockets.accepted(connection.channel());
        }
    }

    /** Whether the TCP connection of an upgrade has ended, as far as that can be told. */
    public boolean isGone(HttpUpgradeContext context) {
        Channel channel = context.userData().get(CHANNEL);
        return channel != null && !channel.isActive();
    }

    /** Whether the TCP connection of a WebSocket has ended. */
    boolean isGone(WebSocketConnection webSocket) {
        Channel channel = webSocket.userData().get(CHANNEL);
        return channel == null ? webSocket.isClosed() : !channel.isActive();
    }

    /**
     * An upgrade was let in. If it comes to nothing, its places are given back at once, see {@link HandshakeGate}.
     *
     * @param identity absent if the application has no security extension
     * @param groups the names of the groups, in each of which a place is reserved
     * @param positions by group, the id up to which the client says that it has the log
     * @throws RefusedException if the client had not waited for the answer to another upgrade
     */
    public void admitted(HttpUpgradeContext context, Optional<SecurityIdentity> identity, Set<String> groups,
            Map<String, String> positions) {
        Admission admission = new Admission(identity, groups, new Positions(positions, time), memberships::release);
        context.userData().put(ADMISSION, admission);
        Channel channel = context.userData().get(CHANNEL);
        if (channel != null) {
            try {
                HandshakeGate.install(channel, VERTX_HANDLER, admission);
                rules.negotiate(context, channel, VERTX_HANDLER);
            } catch (RuntimeException e) {
                admission.giveBack();
                throw e;
            }
        }
    }

    @Override
    public void connectionAdded(String endpoint, WebSocketConnection webSocket) {
        Admission admission = webSocket.userData().get(ADMISSION);
        Channel channel = webSocket.userData().get(CHANNEL);
        if (channel != null) {
            rules.checkFrames(webSocket, channel, VERTX_HANDLER);
        }
        if (admission != null) {
            admission.redeem(group -> {
                try {
                    memberships.joinReserved(follow(webSocket, admission), group);
                } catch (ConnectionClosedException e) {
                    LOG.debugf("Connection %s was gone before it could join: %s", webSocket.id(), e.getMessage());
                } catch (RuntimeException e) {
                    failed.log(() -> "Connection " + webSocket.id() + " is not in a group that it was let in for", e);
                }
            });
        }
        Optional<Connection> speaker = Subprotocol.NAME.equals(webSocket.subprotocol())
                ? Optional.of(follow(webSocket, admission))
                : Optional.empty();
        if (channel != null) {
            rules.checkMessages(webSocket, channel, VERTX_HANDLER);
            HandshakeGate.open(channel);
        }
        // What it joined is told in a later turn, so that this comes first.
        speaker.ifPresent(connection -> connection.protocol().hello());
    }

    /** The names of the groups that a connection was let in for at its upgrade, also when it has left them. */
    public Set<String> admittedTo(WebSocketConnection webSocket) {
        Admission admission = webSocket.userData().get(ADMISSION);
        return admission == null ? Set.of() : admission.groups();
    }

    /** The connection, which is followed from now on if it was not before. */
    public Connection connection(WebSocketConnection webSocket) {
        return groups.connection(webSocket.id()).orElseGet(() -> follow(webSocket, webSocket.userData().get(ADMISSION)));
    }

    /** @param admission {@code null} if it was not let in by us */
    private Connection follow(WebSocketConnection webSocket, Admission admission) {
        Optional<Connection> known = groups.connection(webSocket.id());
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Channel> channel = Optional.ofNullable(webSocket.userData().get(CHANNEL));
        Connection connection = connections.follow(webSocket, channel,
                admission == null ? Optional.empty() : admission.principal(),
                admission == null ? Positions.NONE : admission.positions(),
                followed -> channel.ifPresent(c -> monitor(c, followed, admission)));
        if (webSocket.isClosed()) {
            // Nobody will tell of the end of what had ended before it was followed.
            connections.ended(connection, LeaveReason.CLOSED);
        }
        return connection;
    }

    private void monitor(Channel channel, Connection connection, Admission admission) {
        if (channel.eventLoop().inEventLoop()) {
            addMonitor(channel, connection, admission);
        } else {
            // What a join writes comes after it on the lane.
            channel.eventLoop().execute(() -> addMonitor(channel, connection, admission));
        }
        // It also covers what ended before the monitor was there.
        channel.closeFuture().addListener(closed -> connections.ended(connection, LeaveReason.CLOSED));
    }

    /** On the event loop, where two cannot be added at once; one is there already when a join comes after the end. */
    private void addMonitor(Channel channel, Connection connection, Admission admission) {
        if (channel.pipeline().get(VERTX_HANDLER) instanceof VertxHandler<?> vertx && channel.pipeline().get(MONITOR) == null) {
            Inbound its = inbound.bound(connection, channel, VERTX_HANDLER);
            CommandFrames frames = !connection.speaksProtocol() ? null
                    : new CommandFrames(commands.reader(connection, its,
                            admission == null ? Optional.empty() : admission.identity(), vertx.getConnection().getContext()),
                            commands.maxBytes());
            channel.pipeline().addBefore(VERTX_HANDLER, MONITOR, new ConnectionMonitor(connection, frames, expired));
        }
    }

    /** Of connections that are not monitored this is the first sign of the end; it comes after {@code @OnClose}. */
    @Override
    public void connectionRemoved(String endpoint, String connectionId) {
        groups.connection(connectionId).ifPresent(connection -> connections.ended(connection, LeaveReason.CLOSED));
    }
}
