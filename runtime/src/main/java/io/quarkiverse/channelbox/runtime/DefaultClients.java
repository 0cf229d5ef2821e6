package io.quarkiverse.channelbox.runtime;

import java.util.Objects;

import io.quarkiverse.channelbox.Clients;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.engine.Reached;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkiverse.channelbox.runtime.settings.GroupNames;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** The connections of a user, or one connection: those of this node first. */
final class DefaultClients extends DefaultAudience implements Clients {

    private final GroupNames names;
    private final NodeListener node;
    private final OtherNodes nodes;

    DefaultClients(Target target, Publisher publisher, SendFailures failures, GroupNames names, NodeListener node,
            OtherNodes nodes) {
        super(target, publisher, failures);
        this.names = names;
        this.node = node;
        this.nodes = nodes;
    }

    @Override
    public Uni<Integer> join(String group, JoinOptions options) {
        Objects.requireNonNull(options, "options");
        String checked = names.check(group);
        return onAllNodes(node.join(target(), checked, options), nodes.join(target(), checked, options));
    }

    @Override
    public Uni<Integer> leave(String group) {
        String checked = names.check(group);
        return onAllNodes(node.leave(target(), checked), nodes.leave(target(), checked));
    }

    @Override
    public Uni<Integer> disconnect(CloseReason reason) {
        Objects.requireNonNull(reason, "reason");
        return onAllNodes(node.disconnect(target(), reason), nodes.disconnect(target(), reason));
    }

    /** A connection that is here is nowhere else. */
    private Uni<Integer> onAllNodes(Uni<Reached> here, Uni<Integer> elsewhere) {
        return here.flatMap(reached -> target().kind() == Target.Kind.CONNECTION && reached.found() > 0
                ? Uni.createFrom().item(reached.done())
                : elsewhere.map(done -> done + reached.done()));
    }
}
