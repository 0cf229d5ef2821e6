package io.quarkiverse.channelbox.runtime.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;

/** There is this node only. */
public final class NoOtherNodes implements OtherNodes {

    @Override
    public void joined(String group, PresenceEntry entry) {
    }

    @Override
    public void left(String group, PresenceEntry entry) {
    }

    @Override
    public Collection<PresenceEntry> known(String group) {
        return List.of();
    }

    @Override
    public int knownSize(String group) {
        return 0;
    }

    @Override
    public Uni<List<PresenceEntry>> presence(String group) {
        return Uni.createFrom().item(List.of());
    }

    @Override
    public Uni<Map<String, Integer>> groups() {
        return Uni.createFrom().item(Map.of());
    }

    @Override
    public Uni<Integer> size(String group) {
        return Uni.createFrom().item(0);
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
    public Uni<Integer> join(Target clients, String group, JoinOptions options) {
        return Uni.createFrom().item(0);
    }

    @Override
    public Uni<Integer> leave(Target clients, String group) {
        return Uni.createFrom().item(0);
    }

    @Override
    public Uni<Integer> disconnect(Target clients, CloseReason reason) {
        return Uni.createFrom().item(0);
    }

    @Override
    public Uni<Asked> ask(Question question, Consumer<ClientAnswer> answers) {
        return Uni.createFrom().item(Asked.NOBODY);
    }

    @Override
    public Uni<CleanupReport> cleanExpired() {
        return Uni.createFrom().item(CleanupReports.NOTHING);
    }
}
