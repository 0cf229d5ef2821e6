package io.quarkiverse.channelbox.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.channelbox.Audience;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.Client;
import io.quarkiverse.channelbox.FlushReport;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupInfo;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.User;
import io.quarkiverse.channelbox.runtime.engine.CleanupReports;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.membership.ConnectionLifecycle;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.runtime.message.HistoryMessage;
import io.quarkiverse.channelbox.runtime.message.PositionSigner;
import io.quarkiverse.channelbox.runtime.message.StoredMessage;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupNameRules;
import io.quarkiverse.channelbox.runtime.settings.GroupSettingsResolver;
import io.quarkiverse.channelbox.runtime.snapshot.Snapshots;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The facade. */
@ApplicationScoped
public class DefaultChannelBox implements ChannelBox {

    final GroupNameRules names;
    final Groups groups;
    final Memberships memberships;
    final ConnectionLifecycle lifecycle;
    final Engine engine;
    final NodeListener node;
    final OtherNodes nodes;
    final Publisher publisher;
    final SendFailures failures;
    final GroupSettingsResolver settings;
    final Asker asker;
    final Snapshots snapshots;
    final PositionSigner positions;

    public DefaultChannelBox(GroupNameRules names, Groups groups, Memberships memberships, ConnectionLifecycle lifecycle,
            Engine engine, NodeListener node, OtherNodes nodes, Publisher publisher, SendFailures failures,
            GroupSettingsResolver settings, Asker asker, Snapshots snapshots, PositionSigner positions) {
        this.names = names;
        this.groups = groups;
        this.memberships = memberships;
        this.lifecycle = lifecycle;
        this.engine = engine;
        this.node = node;
        this.nodes = nodes;
        this.publisher = publisher;
        this.failures = failures;
        this.settings = settings;
        this.asker = asker;
        this.snapshots = snapshots;
        this.positions = positions;
    }

    @Override
    public Group group(String name) {
        // The name of a group that has members has been checked.
        String checked = name != null && groups.group(name).isPresent() ? name : names.check(name);
        return new DefaultGroup(checked, this);
    }

    @Override
    public Audience groups(String... groupNames) {
        List<String> checked = Stream.of(groupNames).map(names::check).toList();
        return new DefaultAudience(new Target(Target.Kind.UNION, checked), publisher, failures, asker);
    }

    @Override
    public User user(String principalName) {
        return new DefaultUser(target(Target.Kind.USER, Objects.requireNonNull(principalName, "principalName")), this);
    }

    @Override
    public Client connection(String connectionId) {
        return new DefaultClient(target(Target.Kind.CONNECTION, Objects.requireNonNull(connectionId, "connectionId")), this);
    }

    private static Target target(Target.Kind kind, String name) {
        return new Target(kind, List.of(name));
    }

    @Override
    public Local local() {
        return new GroupsHere(node, groups, snapshots);
    }

    @Override
    public Uni<Map<String, GroupInfo>> groups() {
        return nodes.groups().map(elsewhere -> {
            Map<String, Integer> sizes = new HashMap<>(elsewhere);
            node.sizes().forEach((name, size) -> sizes.merge(name, size, Integer::sum));
            return GroupsHere.infos(sizes);
        });
    }

    /** This node first, whatever becomes of the others. */
    @Override
    public Uni<FlushReport> flushGroups() {
        return Uni.createFrom().deferred(() -> {
            Set<String> names = new HashSet<>(node.sizes().keySet());
            return node.flush(null).flatMap(here -> nodes.groups()
                    .invoke(elsewhere -> names.addAll(elsewhere.keySet()))
                    .chain(() -> nodes.flush(null))
                    .map(elsewhere -> FlushReport.of(names.size(), here + elsewhere)));
        });
    }

    @Override
    public Uni<Set<String>> groupsWithHistory() {
        return engine.groupsWithHistory();
    }

    @Override
    public Uni<Map<String, List<ChannelMessage>>> history() {
        return groupsWithHistory().onItem().transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem().transformToUniAndConcatenate(name -> engine.history(name, HistoryQuery.all())
                        .map(messages -> Map.entry(name, withIds(messages))))
                .filter(entry -> !entry.getValue().isEmpty())
                .collect().in(LinkedHashMap::new, (map, entry) -> map.put(entry.getKey(), entry.getValue()));
    }

    /** Stored messages as applications get them. */
    List<ChannelMessage> withIds(List<StoredMessage> messages) {
        return messages.stream().<ChannelMessage> map(message -> new HistoryMessage(message, positions)).toList();
    }

    @Override
    public Uni<Integer> flushHistory() {
        return groupsWithHistory().onItem().transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem().transformToUniAndConcatenate(engine::flushHistory)
                .collect().with(Collectors.summingInt(Integer::intValue));
    }

    @Override
    public Uni<CleanupReport> cleanExpired() {
        return node.cleanExpired().flatMap(here -> nodes.cleanExpired().map(there -> CleanupReports.sum(here, there)));
    }
}
