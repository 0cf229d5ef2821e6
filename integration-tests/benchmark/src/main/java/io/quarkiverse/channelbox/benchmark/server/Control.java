package io.quarkiverse.channelbox.benchmark.server;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkiverse.channelbox.ChannelBox;
import io.quarkiverse.channelbox.HistoryQuery;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What the server does besides serving when it is told to, over HTTP. It answers with {@code key=value} pairs. */
@Singleton
public class Control {

    @Inject
    ChannelBox channelBox;

    @Inject
    Watch watch;

    void routes(@Observes Router router) {
        router.get("/control/:command").blockingHandler(this::answer, false);
    }

    private void answer(RoutingContext call) {
        call.response().end(execute(call.pathParam("command"), call.queryParams()));
    }

    private String execute(String command, MultiMap parameters) {
        return switch (command) {
            case "send" -> new Sender(channelBox.group(parameters.get("group")), parameters).run();
            case "watch" -> watch.start();
            case "watched" -> watch.stop();
            case "memory" -> Memory.now();
            case "history" -> "messages=" + channelBox.group(parameters.get("group")).history(HistoryQuery.all()).await()
                    .indefinitely().size();
            default -> throw new IllegalArgumentException(command);
        };
    }
}
