package io.quarkiverse.channelbox.runtime.membership;

import java.util.Optional;
import java.util.function.Consumer;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.netty.channel.Channel;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.ask.OpenQuestions;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.ConnectionEvents;
import io.quarkiverse.channelbox.runtime.lane.Lanes;
import io.quarkiverse.channelbox.runtime.lane.Member;
import io.quarkiverse.channelbox.runtime.lane.Positions;
import io.quarkiverse.channelbox.runtime.lane.SlowAction;
import io.quarkus.websockets.next.WebSocketConnection;

/** The connections of this node that are followed: from their first join, or their upgrade, until they end. */
@Singleton
public class Connections implements ConnectionEvents {

    private static final Logger LOG = Logger.getLogger(Connections.class);

    private final Memberships memberships;
    private final Groups groups;
    private final Lanes lanes;
    private final SlowConsumers slowConsumers;
    private final Gaps gaps;
    private final OpenQuestions questions;

    public Connections(Memberships memberships, Groups groups, Lanes lanes, SlowConsumers slowConsumers,
            Gaps gaps, OpenQuestions questions) {
        this.memberships = memberships;
        this.groups = groups;
        this.lanes = lanes;
        this.slowConsumers = slowConsumers;
        this.gaps = gaps;
        this.questions = questions;
    }

    /**
     * Follows a connection from now on; returns the one that is followed already, if it is.
     *
     * @param watch called once for a connection, however many threads begin to follow it at once
     */
    Connection follow(WebSocketConnection webSocket, Optional<Channel> channel, Optional<String> principal,
            Positions positions, Consumer<Connection> watch) {
        Connection connection = new Connection(webSocket, channel, principal, positions,
                channel.map(c -> lanes.lane(c.eventLoop())).orElseGet(lanes::fallback), this);
        Connection known = groups.addIfAbsent(connection);
        if (known != null) {
            return known;
        }
        watch.accept(connection);
        connection.start();
        return connection;
    }

    @Override
    public void ended(Connection connection, LeaveReason reason) {
        groups.remove(connection);
        int left = memberships.leaveAll(connection, reason);
        questions.gone(connection);
        if (left > 0) {
            LOG.debugf("Connection %s has left %d groups: %s", connection.id(), left, reason);
        }
    }

    @Override
    public void slow(Connection connection, SlowAction action) {
        slowConsumers.count(connection, action);
    }

    @Override
    public void silent(Connection connection) {
        slowConsumers.silent(connection);
    }

    @Override
    public void gap(Member member) {
        gaps.lost(member.group());
    }
}
