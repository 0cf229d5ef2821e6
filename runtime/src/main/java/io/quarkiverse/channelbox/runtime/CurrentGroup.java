package io.quarkiverse.channelbox.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;

import io.quarkiverse.channelbox.Answer;
import io.quarkiverse.channelbox.Channel;
import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.ChannelMessage;
import io.quarkiverse.channelbox.ConnectionNotActiveException;
import io.quarkiverse.channelbox.Group;
import io.quarkiverse.channelbox.HistoryQuery;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.Receipt;
import io.quarkiverse.channelbox.SendOptions;
import io.quarkiverse.channelbox.runtime.command.Serving;
import io.quarkiverse.channelbox.runtime.membership.ConnectionLifecycle;
import io.quarkus.arc.DefaultBean;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

/**
 * {@code @Inject Group}: of the connection that is being served the group that its endpoint's one {@code @ChannelGroup} made it
 * join. The build has checked that there is one. Which group it is, is decided by each call, not by what a {@code Uni} does
 * later.
 */
@ApplicationScoped
@DefaultBean
@Typed(Group.class)
public class CurrentGroup implements Group {

    private final ChannelBox box;
    private final ConnectionLifecycle lifecycle;

    public CurrentGroup(ChannelBox box, ConnectionLifecycle lifecycle) {
        this.box = box;
        this.lifecycle = lifecycle;
    }

    private Group current() {
        Set<String> names = Serving.connection().map(lifecycle::admittedTo).orElse(Set.of());
        if (names.size() != 1) {
            throw new ConnectionNotActiveException(
                    "The Group was injected, which stands for the group of the connection that is"
                            + " being served, and here none is of an endpoint with one @ChannelGroup: inject ChannelBox, and use"
                            + " ChannelBox.group(name)");
        }
        return box.group(names.iterator().next());
    }

    @Override
    public String name() {
        return current().name();
    }

    @Override
    public Uni<Receipt> send(Object payload, SendOptions options) {
        return current().send(payload, options);
    }

    @Override
    public void sendAndForget(Object payload, SendOptions options) {
        current().sendAndForget(payload, options);
    }

    @Override
    public Receipt sendAndAwait(Object payload, SendOptions options) {
        return current().sendAndAwait(payload, options);
    }

    @Override
    public Multi<Answer> ask(String event, Object payload, Duration timeout) {
        return current().ask(event, payload, timeout);
    }

    @Override
    public Channel join(WebSocketConnection connection, JoinOptions options) {
        return current().join(connection, options);
    }

    @Override
    public boolean leave(WebSocketConnection connection) {
        return current().leave(connection);
    }

    @Override
    public Local local() {
        return current().local();
    }

    @Override
    public Uni<Integer> size() {
        return current().size();
    }

    @Override
    public Uni<List<PresenceEntry>> presence() {
        return current().presence();
    }

    @Override
    public Uni<List<ChannelMessage>> history(HistoryQuery query) {
        return current().history(query);
    }

    @Override
    public Uni<Integer> flushHistory() {
        return current().flushHistory();
    }

    @Override
    public Uni<Integer> flush() {
        return current().flush();
    }

    @Override
    public Uni<Boolean> disconnect(String connectionId, CloseReason reason) {
        return current().disconnect(connectionId, reason);
    }
}
