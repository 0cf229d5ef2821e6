package io.quarkiverse.channelbox.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.presence.PresenceEntries;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** A handle on the name of a group. */
final class DefaultGroup extends DefaultAudience implements Group {

    /** It has the beans that a group needs, so that a handle is small. */
    private final DefaultChannelBox box;

    /** @param name checked */
    DefaultGroup(String name, DefaultChannelBox box) {
        super(new Target(Target.Kind.GROUP, List.of(name)), box.publisher, box.failures, box.asker);
        this.box = box;
    }

    @Override
    public String name() {
        return target().name();
    }

    @Override
    public Channel join(WebSocketConnection connection, JoinOptions options) {
        Objects.requireNonNull(options, "options");
        return box.memberships.join(box.lifecycle.connection(ServedConnection.of(connection)), name(), options);
    }

    @Override
    public boolean leave(WebSocketConnection connection) {
        return box.groups.connection(ServedConnection.of(connection).id())
                .map(known -> box.memberships.leave(known, name(), LeaveReason.LEFT)).orElse(false);
    }

    @Override
    public Local local() {
        return new GroupHere(name(), box.groups, box.snapshots);
    }

    @Override
    public Uni<Integer> size() {
        return box.nodes.size(name()).map(elsewhere -> elsewhere + box.node.size(name()));
    }

    @Override
    public Uni<List<PresenceEntry>> presence() {
        return box.nodes.presence(name()).map(elsewhere -> {
            List<PresenceEntry> all = new ArrayList<>(elsewhere);
            all.addAll(box.node.members(name()));
            return List.copyOf(PresenceEntries.of(all, box.settings.settings(name()).presence().by()));
        });
    }

    @Override
    public Uni<List<ChannelMessage>> history(HistoryQuery query) {
        return box.engine.history(name(), Objects.requireNonNull(query, "query")).map(box::withIds);
    }

    @Override
    public Uni<Integer> flushHistory() {
        return box.engine.flushHistory(name());
    }

    @Override
    public Uni<Integer> flush() {
        return box.node.flush(name())
                .flatMap(here -> box.nodes.flush(name()).map(elsewhere -> here + elsewhere));
    }

    @Override
    public Uni<Boolean> disconnect(String connectionId, CloseReason reason) {
        Objects.requireNonNull(connectionId, "connectionId");
        Objects.requireNonNull(reason, "reason");
        return box.node.disconnect(name(), connectionId, reason)
                .flatMap(here -> here ? Uni.createFrom().item(true) : box.nodes.disconnect(name(), connectionId, reason));
    }
}
