package io.quarkiverse.channelbox.runtime.engine.redis;

import java.util.List;

import io.quarkiverse.channelbox.CleanupReport;
import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.runtime.engine.NodeListener;
import io.quarkiverse.channelbox.runtime.engine.Reached;
import io.quarkiverse.channelbox.runtime.message.Target;
import io.quarkus.websockets.next.CloseReason;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;

/** What a node can be asked to do, as JSON, and doing it. An answer says how many connections were found, and what was done. */
final class NodeTasks {

    private NodeTasks() {
    }

    static JsonObject flush(String group) {
        return task("flush").put("group", group);
    }

    static JsonObject disconnect(String group, String connectionId, CloseReason reason) {
        return put(task("disconnect").put("group", group).put("connection", connectionId), reason);
    }

    static JsonObject join(Target clients, String group, JoinOptions options) {
        return put(task("join").put("group", group).put("options", JoinOptionsCodec.encode(options)), clients);
    }

    static JsonObject leave(Target clients, String group) {
        return put(task("leave").put("group", group), clients);
    }

    static JsonObject disconnect(Target clients, CloseReason reason) {
        return put(put(task("close"), reason), clients);
    }

    static JsonObject cleanExpired() {
        return task("clean");
    }

    private static JsonObject task(String name) {
        return new JsonObject().put("do", name);
    }

    private static JsonObject put(JsonObject task, Target clients) {
        return task.put("kind", clients.kind().name()).put("clients", clients.name());
    }

    private static JsonObject put(JsonObject task, CloseReason reason) {
        return task.put("code", reason.getCode()).put("message", reason.getMessage());
    }

    /** Does it; brings the answer. */
    static Uni<JsonObject> perform(JsonObject task, NodeListener node) {
        String group = task.getString("group");
        return switch (task.getString("do")) {
            case "flush" -> node.flush(group).map(count -> answer(count, count));
            case "disconnect" -> node.disconnect(group, task.getString("connection"), reason(task))
                    .map(did -> did ? answer(1, 1) : answer(0, 0));
            case "join" -> node.join(clients(task), group, JoinOptionsCodec.decode(task.getJsonObject("options")))
                    .map(NodeTasks::answer);
            case "leave" -> node.leave(clients(task), group).map(NodeTasks::answer);
            case "close" -> node.disconnect(clients(task), reason(task)).map(NodeTasks::answer);
            case "clean" -> node.cleanExpired().map(report -> answer(0, 0)
                    .put("channels", report.expiredChannels()).put("connections", report.closedConnections())
                    .put("messages", report.trimmedMessages()).put("examined", report.examined()));
            default -> throw new IllegalArgumentException("This node does not know what that is: " + task.getString("do"));
        };
    }

    private static Target clients(JsonObject task) {
        return new Target(Target.Kind.valueOf(task.getString("kind")), List.of(task.getString("clients")));
    }

    private static CloseReason reason(JsonObject task) {
        return new CloseReason(task.getInteger("code"), task.getString("message"));
    }

    private static JsonObject answer(Reached reached) {
        return answer(reached.found(), reached.done());
    }

    private static JsonObject answer(int found, int done) {
        return new JsonObject().put("found", found).put("done", done);
    }

    static boolean found(JsonObject answer) {
        return answer.getInteger("found") > 0;
    }

    static int done(JsonObject answer) {
        return answer.getInteger("done");
    }

    static CleanupReport report(JsonObject answer) {
        return CleanupReport.of(answer.getInteger("channels"), answer.getInteger("connections"),
                answer.getInteger("messages"), answer.getInteger("examined"));
    }
}
