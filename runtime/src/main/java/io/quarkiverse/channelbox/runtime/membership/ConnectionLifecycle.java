package io.quarkiverse.channelbox.runtime.membership;

import java.util.Optional;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.util.AttributeKey;
import io.quarkiverse.channelbox.ConnectionClosedException;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkus.websockets.next.HttpUpgradeCheck.HttpUpgradeContext;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.quarkus.websockets.next.runtime.ConnectionManager;
import io.quarkus.websockets.next.runtime.ConnectionManager.ConnectionListener;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Follows a connection from its upgrade to its end. The only class that touches the internals of WebSockets Next and Vert.x:
 * the manager of connections, for a call before {@code @OnOpen}, and the Netty channel below a connection, to see its frames
 * and its end at once.
 */
@Singleton
public class ConnectionLifecycle implements ConnectionListener {

    private static final Logger LOG = Logger.getLogger(ConnectionLifecycle.class);

    private static final TypedKey<Channel> CHANNEL = new TypedKey<>("io.quarkiverse.channelbox.channel");
    private static final TypedKey<Admission> ADMISSION = new TypedKey<>("io.quarkiverse.channelbox.admission");
    private static final AttributeKey<Admission> LAST_ADMISSION = AttributeKey.valueOf(Admission.class, "last");
    /** Vert.x' own handler: what is before it in the pipeline sees frames, whole, in both directions. */
    private static final String VERTX_HANDLER = "handler";
    private static final String MONITOR = "channel-box-monitor";

    private final Instance<ConnectionManager> manager;
    private final Connections connections;
    private final Memberships members;

    public ConnectionLifecycle(Instance<ConnectionManager> manager, Connections connections, Memberships members) {
        this.manager = manager;
        this.connections = connections;
        this.members = members;
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
        }
    }

    /**
     * An upgrade was let in. If it comes to nothing, its places are given back when its TCP connection is used again or ends.
     */
    public void admitted(HttpUpgradeContext context, Admission admission) {
        context.userData().put(ADMISSION, admission);
        Channel channel = context.userData().get(CHANNEL);
        if (channel != null) {
            HandshakeGate.install(channel, VERTX_HANDLER);
            Admission unused = channel.attr(LAST_ADMISSION).getAndSet(admission);
            if (unused != null) {
                unused.redeem(members::release);
            } else {
                channel.closeFuture().addListener(closed -> channel.attr(LAST_ADMISSION).get().redeem(members::release));
            }
        }
    }

    @Override
    public void connectionAdded(String endpoint, WebSocketConnection webSocket) {
        Admission admission = webSocket.userData().remove(ADMISSION);
        if (admission != null) {
            Channel channel = webSocket.userData().get(CHANNEL);
            Connection connection = connection(webSocket, admission);
            admission.redeem(group -> {
                try {
                    members.joinReserved(connection, group);
                } catch (ConnectionClosedException e) {
                    LOG.debugf("Connection %s was gone before it could join: %s", webSocket.id(), e.getMessage());
                }
            });
            if (channel != null) {
                HandshakeGate.open(channel);
            }
        }
    }

    /** The connection, which is followed from now on if it was not before. */
    public Connection connection(WebSocketConnection webSocket) {
        return connection(webSocket, Admission.NONE);
    }

    private Connection connection(WebSocketConnection webSocket, Admission admission) {
        Optional<Connection> known = connections.find(webSocket.id());
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Channel> channel = Optional.ofNullable(webSocket.userData().remove(CHANNEL));
        Connection connection = connections.addIfAbsent(webSocket, channel, admission);
        if (connection == null) {
            return connections.find(webSocket.id()).orElseThrow(() -> new ConnectionClosedException(
                    "Connection " + webSocket.id() + " is closed"));
        }
        channel.ifPresent(c -> monitor(c, connection));
        return connection;
    }

    private static void monitor(Channel channel, Connection connection) {
        ChannelHandler vertx = channel.pipeline().get(VERTX_HANDLER);
        if (vertx != null) {
            channel.pipeline().addBefore(VERTX_HANDLER, MONITOR, new ConnectionMonitor(connection));
        }
        // It also covers what ended before the monitor was there.
        channel.closeFuture().addListener(closed -> connection.ended(LeaveReason.CLOSED));
    }

    /** Of connections that are not monitored this is the first sign of the end; it comes after {@code @OnClose}. */
    @Override
    public void connectionRemoved(String endpoint, String connectionId) {
        connections.find(connectionId).ifPresent(connection -> connection.ended(LeaveReason.CLOSED));
    }
}
