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
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.membership.ConnectionLifecycle;
import io.quarkiverse.channelbox.runtime.membership.Connections;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;

/** A handle on the name of a group. */
final class DefaultGroup extends DefaultAudience implements Group {

    /** The beans that a group needs, so that a handle is small. */
    record Beans(Groups groups, Memberships members, Connections connections, ConnectionLifecycle lifecycle,
            Engine engine, NodeListener node, OtherNodes nodes) {
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
        return beans.members().join(beans.lifecycle().connection(ServedConnection.of(connection)), name(), options);
    }

    @Override
    public boolean leave(WebSocketConnection connection) {
        return beans.connections().find(ServedConnection.of(connection).id())
                .map(known -> beans.members().leave(known, name(), LeaveReason.LEFT)).orElse(false);
    }

    @Override
    public Local local() {
        return new LocalGroup(name(), beans.groups());
    }

    @Override
    public Uni<Integer> size() {
        return beans.nodes().size(name()).map(elsewhere -> elsewhere + beans.node().size(name()));
    }

    @Override
    public Uni<List<PresenceEntry>> presence() {
        return beans.nodes().presence(name()).map(elsewhere -> {
            List<PresenceEntry> all = new ArrayList<>(elsewhere);
            all.addAll(beans.node().members(name()));
            return List.copyOf(all);
        });
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
        return beans.node().flush(name())
                .flatMap(here -> beans.nodes().flush(name()).map(elsewhere -> here + elsewhere));
    }

    @Override
    public Uni<Boolean> disconnect(String connectionId, CloseReason reason) {
        return beans.node().disconnect(name(), connectionId, reason)
                .flatMap(here -> here ? Uni.createFrom().item(true) : beans.nodes().disconnect(name(), connectionId, reason));
    }
}
