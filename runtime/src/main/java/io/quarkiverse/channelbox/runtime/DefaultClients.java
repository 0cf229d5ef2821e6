package io.quarkiverse.channelbox.runtime;

import java.util.Objects;

import io.quarkiverse.channelbox.Clients;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.runtime.engine.Reached;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** The connections of a user, or one connection: those of this node first. */
abstract class DefaultClients extends DefaultDestination implements Clients {

    /** It has the beans that are needed, so that a handle is small. */
    private final DefaultChannelBox box;

    DefaultClients(Target target, DefaultChannelBox box) {
        super(target, box.publisher, box.failures);
        this.box = box;
    }

    DefaultChannelBox box() {
        return box;
    }

    @Override
    public Uni<Integer> join(String group, JoinOptions options) {
        Objects.requireNonNull(options, "options");
        String checked = box.names.check(group);
        return onAllNodes(box.node.join(target(), checked, options), box.nodes.join(target(), checked, options));
    }

    @Override
    public Uni<Integer> leave(String group) {
        String checked = box.names.check(group);
        return onAllNodes(box.node.leave(target(), checked), box.nodes.leave(target(), checked));
    }

    @Override
    public Uni<Integer> disconnect(CloseReason reason) {
        Objects.requireNonNull(reason, "reason");
        return onAllNodes(box.node.disconnect(target(), reason), box.nodes.disconnect(target(), reason));
    }

    /** A connection that is here is nowhere else. */
    private Uni<Integer> onAllNodes(Uni<Reached> here, Uni<Integer> elsewhere) {
        return here.flatMap(reached -> target().kind() == Target.Kind.CONNECTION && reached.found() > 0
                ? Uni.createFrom().item(reached.done())
                : elsewhere.map(done -> done + reached.done()));
    }
}
