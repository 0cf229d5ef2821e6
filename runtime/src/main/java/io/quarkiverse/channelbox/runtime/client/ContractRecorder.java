package io.quarkiverse.channelbox.runtime.client;

import java.util.Map;

import io.quarkus.runtime.annotations.Recorder;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Serves the AsyncAPI document, which the build has generated as resources of the application. */
@Recorder
public class ContractRecorder {

    public static final String JSON = "META-INF/channel-box/asyncapi.json";
    public static final String YAML = "META-INF/channel-box/asyncapi.yaml";

    public Handler<RoutingContext> json() {
        return new PackagedFile(JSON, "application/json", Map.of())::answer;
    }

    public Handler<RoutingContext> yaml() {
        return new PackagedFile(YAML, "application/yaml", Map.of())::answer;
    }

    /** As the client likes it. */
    public Handler<RoutingContext> either() {
        Map<String, String> headers = Map.of(HttpHeaders.VARY.toString(), "accept-encoding, accept");
        PackagedFile json = new PackagedFile(JSON, "application/json", headers);
        PackagedFile yaml = new PackagedFile(YAML, "application/yaml", headers);
        return context -> {
            String accepted = context.request().getHeader(HttpHeaders.ACCEPT);
            (accepted != null && accepted.contains("yaml") && !accepted.contains("json") ? yaml : json).answer(context);
        };
    }
}
