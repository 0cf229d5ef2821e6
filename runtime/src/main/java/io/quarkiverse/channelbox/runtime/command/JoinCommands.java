package io.quarkiverse.channelbox.runtime.command;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.runtime.membership.Authorizers;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.runtime.membership.RefusedException;
import io.quarkiverse.channelbox.runtime.membership.Shutdown;
import io.quarkiverse.channelbox.runtime.membership.TimeLimit;
import io.quarkiverse.channelbox.runtime.protocol.Command;
import io.quarkiverse.channelbox.runtime.protocol.ProtocolFrames;
import io.quarkiverse.channelbox.runtime.settings.EndpointBindings;
import io.quarkiverse.channelbox.runtime.settings.GroupBinding.Permitted;
import io.quarkiverse.channelbox.runtime.settings.GroupNameRules;
import io.quarkiverse.channelbox.runtime.settings.ValidatedConfig;
import io.smallrye.mutiny.Uni;

/** Clients join and leave groups when they ask to. */
@Singleton
public class JoinCommands {

    private final EndpointBindings bindings;
    private final GroupNameRules names;
    private final Authorizers authorizers;
    private final Memberships memberships;
    private final Shutdown shutdown;
    private final int maxGroups;

    public JoinCommands(EndpointBindings bindings, GroupNameRules names, Authorizers authorizers, Memberships memberships,
            Shutdown shutdown, ValidatedConfig config) {
        this.bindings = bindings;
        this.names = names;
        this.authorizers = authorizers;
        this.memberships = memberships;
        this.shutdown = shutdown;
        this.maxGroups = config.values().maxGroupsPerConnection();
    }

    /** Completes when the client has been told, or will be as soon as the log could be read; fails if it is refused. */
    Uni<Void> join(CommandClient client, Command.Join command) {
        String group = names.check(command.group());
        JoinOptions options = options(command.after());
        Permitted permitted = bindings.of(client.handshake().endpointId())
                .flatMap(binding -> binding.requestable(group, client.handshake()))
                .orElseThrow(() -> new RefusedException(403, "no client may join this group by a command"));
        checkPlace(client, group);
        Uni<Void> allowed = authorizers.mayJoin(new ClientRequest(client, group, permitted, Optional.empty()));
        return (authorizers.areAny() ? new TimeLimit().on(allowed, Authorizers.DECISION) : allowed)
                .chain(() -> {
                    // Others may have been let in while the authorizers decided.
                    checkPlace(client, group);
                    return memberships.join(client.connection(), group, options, command.ref()).subscribed();
                });
    }

    private void checkPlace(CommandClient client, String group) {
        shutdown.refuseIfBegun();
        if (client.connection().groupCount() >= maxGroups && !client.connection().isIn(group)) {
            String reason = "the connection is in " + maxGroups + " groups already";
            throw new RefusedException(429, reason, "quarkus.channel-box.max-groups-per-connection", reason);
        }
    }

    private static JoinOptions options(Optional<String> after) {
        try {
            return after.map(id -> JoinOptions.defaults().resumeAfter(id)).orElseGet(JoinOptions::defaults);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(400, "'after' is not the id of a message");
        }
    }

    Uni<Void> leave(CommandClient client, Command.Leave command) {
        String group = names.check(command.group());
        if (!memberships.leave(client.connection(), group, LeaveReason.LEFT, command.ref())) {
            client.connection().protocol().tell(ProtocolFrames.left(group, command.ref(), "left"));
        }
        return Uni.createFrom().voidItem();
    }
}
