package io.quarkiverse.channelbox.runtime.engine.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.quarkiverse.channelbox.JoinOptions;
import io.quarkiverse.channelbox.PayloadType;
import io.vertx.core.json.JsonObject;

/** How to join, as JSON: what is set. */
final class JoinOptionsCodec {

    private JoinOptionsCodec() {
    }

    static JsonObject encode(JoinOptions options) {
        JsonObject json = new JsonObject();
        options.getPayloadType().ifPresent(type -> json.put("payloadType", type.name()));
        options.getExpires().ifPresent(time -> json.put("expires", time.toString()));
        options.getReplay().ifPresent(count -> json.put("replay", count));
        options.getResumeAfter().ifPresent(id -> json.put("resumeAfter", id));
        return json.put("attributes", new JsonObject(new HashMap<>(options.getAttributes())));
    }

    static JoinOptions decode(JsonObject json) {
        JoinOptions options = JoinOptions.defaults();
        if (json.containsKey("payloadType")) {
            options = options.payloadType(PayloadType.valueOf(json.getString("payloadType")));
        }
        if (json.containsKey("expires")) {
            options = options.expires(Duration.parse(json.getString("expires")));
        }
        if (json.containsKey("replay")) {
            options = options.replay(json.getInteger("replay"));
        }
        if (json.containsKey("resumeAfter")) {
            options = options.resumeAfter(json.getString("resumeAfter"));
        }
        for (Map.Entry<String, Object> attribute : json.getJsonObject("attributes")) {
            options = options.attribute(attribute.getKey(), (String) attribute.getValue());
        }
        return options;
    }
}
