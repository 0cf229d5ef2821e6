package io.quarkiverse.channelbox.runtime.command;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.runtime.inbound.Inbound;
import io.quarkiverse.channelbox.runtime.lane.Connection;
import io.quarkiverse.channelbox.runtime.lane.TrafficLog;
import io.quarkiverse.channelbox.runtime.membership.CommandReader;
import io.quarkiverse.channelbox.runtime.membership.RefusalLog;
import io.quarkiverse.channelbox.runtime.observe.CommandObservers;
import io.quarkiverse.channelbox.runtime.protocol.Command;
import io.quarkiverse.channelbox.runtime.settings.MessageLimits;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;

/** All that clients may ask for, by kind. */
@Singleton
public class Commands implements CommandReader.Factory {

    private final JoinCommands joins;
    private final PublishCommands publishes;
    private final EventCommands events;
    private final AnswerCommands answers;
    private final RefusalLog refusals;
    private final CommandFailures failures = new CommandFailures();
    private final CommandObservers observers;
    private final TrafficLog traffic;
    private final int maxUnderWay;
    private final int maxBytes;

    public Commands(JoinCommands joins, PublishCommands publishes, EventCommands events, AnswerCommands answers,
            RefusalLog refusals, CommandObservers observers, TrafficLog traffic, ValidatedConfig config,
            MessageLimits limits) {
        this.joins = joins;
        this.publishes = publishes;
        this.events = events;
        this.answers = answers;
        this.observers = observers;
        this.refusals = refusals;
        this.traffic = traffic;
        this.maxUnderWay = config.values().maxCommandsPerConnection();
        this.maxBytes = limits.maxMessageBytes();
    }

    @Override
    public CommandReader reader(Connection connection, Inbound inbound, Optional<SecurityIdentity> identity, Context context) {
        return new ClientCommands(this, inbound,
                new CommandClient(connection, new ClientHandshake(connection.webSocket(), identity), context,
                        new EventTurns(connection)));
    }

    @Override
    public int maxBytes() {
        return maxBytes;
    }

    int maxUnderWay() {
        return maxUnderWay;
    }

    AnswerCommands answers() {
        return answers;
    }

    CommandObservers observers() {
        return observers;
    }

    CommandFailures failures() {
        return failures;
    }

    RefusalLog refusals() {
        return refusals;
    }

    TrafficLog traffic() {
        return traffic;
    }

    /** Completes when the client has been told; fails if it is refused. */
    Uni<Void> carryOut(CommandClient client, Command command) {
        if (command instanceof Command.Join join) {
            return joins.join(client, join);
        }
        if (command instanceof Command.Leave leave) {
            return joins.leave(client, leave);
        }
        if (command instanceof Command.Publish publish) {
            return publishes.publish(client, publish);
        }
        if (command instanceof Command.Event event) {
            return events.handle(client, event);
        }
        throw new IllegalArgumentException(command.getClass().getName());
    }
}
