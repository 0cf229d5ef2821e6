package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jboss.logging.Logger;

import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PresenceEntry;
import io.quarkiverse.channelbox.runtime.engine.Asked;
import io.quarkiverse.channelbox.runtime.engine.CleanupReports;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.OtherNodes;
import io.quarkiverse.channelbox.runtime.message.ClientAnswer;
import io.quarkiverse.channelbox.runtime.message.Question;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** The nodes that use the same Redis and prefix. */
final class RedisNodes implements OtherNodes {

    private static final Logger LOG = Logger.getLogger(RedisNodes.class);

    private final EngineLoop loop;
    private final RedisCalls calls;
    private final NodeLeases leases;
    private final ToldGroups toldGroups;
    private final MemberRegistry registry;
    private final RemoteMembers members;
    private final GroupsElsewhere groupsElsewhere;
    private final NodeRequests requests;
    private final NodeQuestions clientQuestions;
    private boolean started;

    RedisNodes(EngineLoop loop, RedisLink link, RedisKeys keys, String node, Subscriptions subscriptions, RedisCalls calls,
            long timeoutMillis) {
        this.loop = loop;
        this.calls = calls;
        leases = new NodeLeases(loop, link, keys, node, this::forgotten, this::died);
        toldGroups = new ToldGroups(link, keys, node);
        registry = new MemberRegistry(loop, link, keys, node, toldGroups);
        registry.onTooManyChanges(leases::forget);
        members = new RemoteMembers(loop, link, keys, node, leases, subscriptions);
        groupsElsewhere = new GroupsElsewhere(loop, link, keys, node, leases, members);
        requests = new NodeRequests(loop, link, keys, node, leases, timeoutMillis);
        clientQuestions = new NodeQuestions(loop, link, keys, node, leases);
    }

    private void forgotten() {
        registry.writeAll();
    }

    private void died(String node) {
        members.died(node);
        groupsElsewhere.died(node);
        requests.died(node);
        clientQuestions.died(node);
    }

    // ---- the engine tells; on its loop ----

    void start(NodeListener local) {
        toldGroups.start(local);
        registry.start(local);
        members.start(local);
        groupsElsewhere.start(local);
        requests.start(local);
        clientQuestions.start(local);
        started = true;
    }

    void up() {
        if (started) {
            leases.up();
            registry.up();
            groupsElsewhere.up();
        }
    }

    void groupActive(String group) {
        members.active(group);
    }

    void groupLeft(String group) {
        members.forget(group);
    }

    /** Takes a message that is not one to members; {@code null} for what came through the channel of no group of this node. */
    void message(String group, byte[] message) {
        switch (message[0]) {
            case MemberRegistry.TYPE -> {
                // What still comes from a group that this node has just left is of no interest.
                if (group != null) {
                    members.told(group, NodeMessage.content(message));
                }
            }
            case GroupsElsewhere.TYPE -> groupsElsewhere.told(NodeMessage.content(message));
            case NodeRequests.REQUEST -> requests.asked(message);
            case NodeRequests.ANSWER -> requests.answered(message);
            case NodeQuestions.TYPE -> clientQuestions.message(message);
            default -> LOG.debugf("A message of a kind that is not known: %d", message[0]);
        }
    }

    Future<Void> stop() {
        return started ? registry.write().compose(written -> requests.goodbye()).compose(told -> leases.release())
                : Future.succeededFuture();
    }

    // ---- the application asks; any thread ----

    @Override
    public void joined(String group, PresenceEntry entry) {
        registry.change(group, entry, true);
    }

    @Override
    public void left(String group, PresenceEntry entry) {
        registry.change(group, entry, false);
    }

    @Override
    public Collection<PresenceEntry> known(String group) {
        return members.known(group);
    }

    @Override
    public int knownSize(String group) {
        return members.knownSize(group);
    }

    @Override
    public Uni<List<PresenceEntry>> presence(String group) {
        return calls.ask("The members on other nodes were not read", () -> members.presence(group));
    }

    @Override
    public Uni<Map<String, Integer>> groups() {
        return calls.ask("The groups of other nodes were not read", members::groups);
    }

    @Override
    public Uni<Integer> size(String group) {
        return calls.ask("The members on other nodes were not counted", () -> members.size(group));
    }

    @Override
    public Uni<Integer> flush(String group) {
        return calls.ask("The members on other nodes were not made to leave",
                () -> requests.askAll(NodeTasks.flush(group)).map(RedisNodes::sum));
    }

    @Override
    public Uni<Boolean> disconnect(String group, String connectionId, CloseReason reason) {
        return calls.ask("The connection was not found on the other nodes",
                () -> requests.ask(NodeTasks.disconnect(group, connectionId, reason), NodeTasks::found)
                        .map(answers -> sum(answers) > 0));
    }

    @Override
    public Uni<Integer> join(Target clients, String group, JoinOptions options) {
        return ask("The connections on other nodes did not join", clients, NodeTasks.join(clients, group, options));
    }

    @Override
    public Uni<Integer> leave(Target clients, String group) {
        return ask("The connections on other nodes were not made to leave", clients, NodeTasks.leave(clients, group));
    }

    @Override
    public Uni<Integer> disconnect(Target clients, CloseReason reason) {
        return ask("The connections on other nodes were not closed", clients, NodeTasks.disconnect(clients, reason));
    }

    /** A connection is on one node. */
    private Uni<Integer> ask(String failure, Target clients, JsonObject task) {
        return calls.ask(failure, () -> (clients.kind() == Target.Kind.CONNECTION
                ? requests.ask(task.copy(), NodeTasks::found)
                : requests.askAll(task.copy())).map(RedisNodes::sum));
    }

    @Override
    public Uni<Asked> ask(Question question, Consumer<ClientAnswer> answers) {
        return Uni.createFrom().emitter(emitter -> loop.execute(() -> clientQuestions
                .ask(question, answers, forget -> emitter.onTermination(() -> loop.execute(forget)))
                .onSuccess(emitter::complete)
                .onFailure(problem -> emitter.fail(RedisCalls.failure("The clients of other nodes were not asked", problem)))));
    }

    private static int sum(List<JsonObject> answers) {
        return answers.stream().mapToInt(NodeTasks::done).sum();
    }

    @Override
    public Uni<CleanupReport> cleanExpired() {
        return calls.ask("The other nodes did not clean up",
                () -> requests.askAll(NodeTasks.cleanExpired()).map(answers -> answers.stream().map(NodeTasks::report)
                        .reduce(CleanupReports.NOTHING, CleanupReports::sum)));
    }
}
