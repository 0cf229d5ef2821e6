package io.quarkiverse.channelbox.runtime;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.LeaveReason;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.Target;
import io.quarkiverse.channelbox.runtime.group.ConnectionLifecycle;
import io.quarkiverse.channelbox.runtime.group.LocalChannel;
import io.quarkiverse.channelbox.runtime.group.LocalConnections;
import io.quarkiverse.channelbox.runtime.group.LocalGroup;
import io.quarkiverse.channelbox.runtime.group.LocalGroups;
import io.quarkiverse.channelbox.runtime.group.LocalMembers;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** A handle on the name of a group. */
final class DefaultGroup extends DefaultAudience implements Group {

    /** The beans that a group needs, so that a handle is small. */
    record Beans(LocalGroups groups, LocalMembers members, LocalConnections connections, ConnectionLifecycle lifecycle,
            Engine engine) {
    }

    private final Beans beans;

    DefaultGroup(Target target, Publisher publisher, SendFailures failures, Beans beans) {
        super(target, publisher, failures);
        this.beans = beans;
    }

    @Override
    public String name() {
        return target().name();
    }

    @Override
    public Channel join(WebSocketConnection connection, JoinOptions options) {
        Objects.requireNonNull(options, "options");
        return beans.members().join(beans.lifecycle().connection(connection), name(), options);
    }

    @Override
    public boolean leave(WebSocketConnection connection) {
        return beans.connections().find(connection.id())
                .map(known -> beans.members().leave(known, name(), LeaveReason.LEFT)).orElse(false);
    }

    @Override
    public Collection<Channel> channels() {
        return List.copyOf(localChannels());
    }

    private Collection<LocalChannel> localChannels() {
        return beans.groups().group(name()).map(LocalGroup::channels).orElse(List.of());
    }

    @Override
    public int size() {
        return beans.groups().group(name()).map(LocalGroup::size).orElse(0);
    }

    @Override
    public Uni<List<PresenceEntry>> presence() {
        return Uni.createFrom().item(() -> localChannels().stream()
                .map(c -> new PresenceEntry(c.localConnection().id(), c.principal().orElse(null), c.attributes())).toList());
    }

    @Override
    public Uni<List<ChannelMessage>> history(HistoryQuery query) {
        return beans.engine().history(name(), Objects.requireNonNull(query, "query")).map(List::copyOf);
    }

    @Override
    public Uni<Integer> flushHistory() {
        return beans.engine().flushHistory(name());
    }

    @Override
    public Uni<Integer> flush() {
        return Uni.createFrom().item(() -> {
            int left = 0;
            for (LocalChannel channel : localChannels()) {
                if (beans.members().leave(channel.localConnection(), name(), LeaveReason.FLUSHED)) {
                    left++;
                }
            }
            return left;
        });
    }

    @Override
    public Uni<Boolean> disconnect(String connectionId, CloseReason reason) {
        return Uni.createFrom().deferred(() -> {
            Optional<LocalChannel> channel = localChannels().stream()
                    .filter(c -> c.localConnection().id().equals(connectionId)).findFirst();
            return channel.isEmpty() ? Uni.createFrom().item(false)
                    : channel.get().localConnection().close(reason, LeaveReason.DISCONNECTED).replaceWith(true);
        });
    }
}
