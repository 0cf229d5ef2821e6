package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.engine.Asked;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.Reached;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** A node that nobody is connected to. */
class NoMembers implements NodeListener {

    @Override
    public void presenceChanged(String group) {
    }

    @Override
    public boolean observesGroups() {
        return false;
    }

    @Override
    public void occupiedElsewhere(String group, boolean occupied) {
        throw new AssertionError("Nobody wants to know");
    }

    @Override
    public Map<String, Integer> sizes() {
        return Map.of();
    }

    @Override
    public int size(String group) {
        return 0;
    }

    @Override
    public Collection<PresenceEntry> members(String group) {
        return List.of();
    }

    @Override
    public int maxPresence(String group) {
        return 1000;
    }

    @Override
    public Uni<Integer> flush(String group) {
        return Uni.createFrom().item(0);
    }

    @Override
    public Uni<Boolean> disconnect(String group, String connectionId, CloseReason reason) {
        return Uni.createFrom().item(false);
    }

    @Override
    public Uni<Reached> join(Target clients, String group, JoinOptions options) {
        return nobody();
    }

    @Override
    public Uni<Reached> leave(Target clients, String group) {
        return nobody();
    }

    @Override
    public Uni<Reached> disconnect(Target clients, CloseReason reason) {
        return nobody();
    }

    private static Uni<Reached> nobody() {
        return Uni.createFrom().item(new Reached(0, 0));
    }

    @Override
    public Uni<Asked> ask(Question question, Consumer<ClientAnswer> answers) {
        return Uni.createFrom().item(Asked.NOBODY);
    }

    @Override
    public Uni<CleanupReport> cleanExpired() {
        return Uni.createFrom().item(CleanupReport.of(0, 0, 0, 0));
    }
}
