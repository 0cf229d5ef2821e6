package io.quarkiverse.channelbox.runtime;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.GroupInfo;
import io.quarkiverse.channelbox.NodeSnapshot;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.membership.Groups;
import io.quarkiverse.channelbox.runtime.snapshot.Snapshots;
import io.quarkus.websockets.next.WebSocketConnection;

/** The groups and channels of this node. */
record GroupsHere(NodeListener node, Groups members, Snapshots snapshots) implements ChannelBox.Local {

    @Override
    public Map<String, GroupInfo> groups() {
        return infos(node.sizes());
    }

    static Map<String, GroupInfo> infos(Map<String, Integer> sizes) {
        Map<String, GroupInfo> infos = new TreeMap<>();
        sizes.forEach((name, size) -> infos.put(name, GroupInfo.of(name, size)));
        return infos;
    }

    @Override
    public int size() {
        return node.sizes().values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public List<Channel> channels(WebSocketConnection connection) {
        return members.connection(ServedConnection.of(connection).id())
                .map(known -> List.<Channel> copyOf(known.members())).orElse(List.of());
    }

    @Override
    public NodeSnapshot snapshot() {
        return snapshots.node();
    }

    @Override
    public String toString() {
        return "the groups of this node";
    }
}
