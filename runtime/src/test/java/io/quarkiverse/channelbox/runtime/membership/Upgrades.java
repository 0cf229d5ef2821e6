package io.quarkiverse.channelbox.runtime.membership;

import java.util.Optional;

import io.netty.channel.Channel;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.inbound.Inbound;
import io.quarkiverse.channelbox.runtime.inbound.NodeInbound;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.Positions;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Context;

/** What {@link ConnectionLifecycle} does of an upgrade, where there is no HTTP server. */
public final class Upgrades {

    private final Connections connections;
    private final Memberships memberships;
    private final CommandReader.Factory commands;
    private final ExpiredIdentities expired;
    private final NodeInbound inbound;

    public Upgrades(Connections connections, Memberships memberships, CommandReader.Factory commands,
            ExpiredIdentities expired, NodeInbound inbound) {
        this.connections = connections;
        this.memberships = memberships;
        this.commands = commands;
        this.expired = expired;
        this.inbound = inbound;
    }

    /** Follows a connection; called on its event loop. @param handler in front of which the monitor goes */
    public Connection open(WebSocketConnection webSocket, Channel channel, Context context, String handler) {
        Connection opened = connections.follow(webSocket, Optional.of(channel), Optional.empty(), Positions.NONE,
                connection -> {
                    Inbound bounds = inbound.bound(connection, channel, handler);
                    CommandFrames frames = connection.speaksProtocol()
                            ? new CommandFrames(commands.reader(connection, bounds, Optional.empty(), context),
                                    commands.maxBytes())
                            : null;
                    channel.pipeline().addBefore(handler, "monitor", new ConnectionMonitor(connection, frames, expired));
                    channel.closeFuture().addListener(closed -> connections.ended(connection, LeaveReason.CLOSED));
                });
        if (opened.speaksProtocol()) {
            opened.protocol().hello();
        }
        return opened;
    }

    /** Joins by a place that was reserved before. */
    public void join(Connection connection, String group) {
        memberships.joinReserved(connection, group);
    }
}
