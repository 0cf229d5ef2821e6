package io.quarkiverse.channelbox.runtime;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.Audience;
import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.FlushReport;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.GroupInfo;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.runtime.engine.Engine;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.membership.ConnectionLifecycle;
import io.quarkiverse.channelbox.runtime.membership.ExpirySweeper;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.membership.Memberships;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupNames;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/** The facade. */
@Singleton
public class DefaultChannelBox implements ChannelBox {

    private final GroupNames names;
    private final Groups groups;
    private final Engine engine;
    private final NodeListener node;
    private final OtherNodes nodes;
    private final ExpirySweeper sweeper;
    private final Publisher publisher;
    private final SendFailures failures;
    private final DefaultGroup.Beans groupBeans;

    public DefaultChannelBox(GroupNames names, Groups groups, Memberships members,
            ConnectionLifecycle lifecycle, Engine engine, NodeListener node, OtherNodes nodes, ExpirySweeper sweeper,
            Publisher publisher, SendFailures failures) {
        this.names = names;
        this.groups = groups;
        this.engine = engine;
        this.node = node;
        this.nodes = nodes;
        this.sweeper = sweeper;
        this.publisher = publisher;
        this.failures = failures;
        this.groupBeans = new DefaultGroup.Beans(groups, members, lifecycle, engine, node, nodes);
    }

    @Override
    public Group group(String name) {
        // The name of a group that has members has been checked.
        String checked = name != null && groups.group(name).isPresent() ? name : names.check(name);
        return new DefaultGroup(new Target(Target.Kind.GROUP, List.of(checked)), publisher, failures, groupBeans);
    }

    @Override
    public Audience groups(String... groupNames) {
        return audience(Target.Kind.UNION, Stream.of(groupNames).map(names::check).toList());
    }

    @Override
    public Audience user(String principalName) {
        return audience(Target.Kind.USER, List.of(Objects.requireNonNull(principalName, "principalName")));
    }

    private Audience audience(Target.Kind kind, List<String> targetNames) {
        return new DefaultAudience(new Target(kind, targetNames), publisher, failures);
    }

    @Override
    public Map<String, GroupInfo> groups() {
        return infos(node.sizes());
    }

    @Override
    public Uni<Map<String, GroupInfo>> groupsOnAllNodes() {
        return nodes.groups().map(elsewhere -> {
            Map<String, Integer> sizes = new HashMap<>(elsewhere);
            node.sizes().forEach((name, size) -> sizes.merge(name, size, Integer::sum));
            return infos(sizes);
        });
    }

    private static Map<String, GroupInfo> infos(Map<String, Integer> sizes) {
        Map<String, GroupInfo> infos = new TreeMap<>();
        sizes.forEach((name, size) -> infos.put(name, new GroupInfo(name, size)));
        return infos;
    }

    @Override
    public List<Channel> channels(WebSocketConnection connection) {
        return groups.connection(connection.id()).map(known -> List.<Channel> copyOf(known.members())).orElse(List.of());
    }

    @Override
    public Uni<FlushReport> flushGroups() {
        return groupsOnAllNodes().flatMap(before -> node.flush(null)
                .flatMap(here -> nodes.flush(null).map(elsewhere -> new FlushReport(before.size(), here + elsewhere))));
    }

    @Override
    public Uni<Map<String, List<ChannelMessage>>> history() {
        return engine.groupsWithHistory().onItem().transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem().transformToUniAndConcatenate(name -> engine.history(name, HistoryQuery.all())
                        .map(messages -> Map.entry(name, List.<ChannelMessage> copyOf(messages))))
                .filter(entry -> !entry.getValue().isEmpty())
                .collect().in(LinkedHashMap::new, (map, entry) -> map.put(entry.getKey(), entry.getValue()));
    }

    @Override
    public Uni<Integer> flushHistory() {
        return engine.groupsWithHistory().onItem().transformToMulti(found -> Multi.createFrom().iterable(found))
                .onItem().transformToUniAndConcatenate(engine::flushHistory)
                .collect().with(java.util.stream.Collectors.summingInt(Integer::intValue));
    }

    @Override
    public CleanupReport cleanExpired() {
        nodes.cleanExpired();
        return sweeper.sweep().await().indefinitely();
    }
}
